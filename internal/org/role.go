package org

import (
	"maps"
	"slices"

	"turno/internal/auth"
)

// builtinRoles are the roles that need no line in a file.
func builtinRoles() []Role {
	permissions := auth.Roles()
	names := map[string]Text{
		auth.RoleAgent:         {"en": "Agent", "es": "Agente", "pt": "Atendente", "it": "Operatore"},
		auth.RoleTeamLeader:    {"en": "Team leader", "es": "Jefe de equipo", "pt": "Líder de equipe", "it": "Capogruppo"},
		auth.RoleSiteManager:   {"en": "Site manager", "es": "Jefe de sede", "pt": "Gerente de unidade", "it": "Responsabile di sede"},
		auth.RoleRegionManager: {"en": "Region manager", "es": "Jefe regional", "pt": "Gerente regional", "it": "Responsabile di regione"},
		auth.RoleQuality:       {"en": "Quality", "es": "Calidad", "pt": "Qualidade", "it": "Qualità"},
		auth.RolePlanner:       {"en": "Planner", "es": "Planificador", "pt": "Planejador", "it": "Pianificatore"},
		auth.RoleAdministrator: {"en": "Administrator", "es": "Administrador", "pt": "Administrador", "it": "Amministratore"},
	}
	roles := make([]Role, 0, len(permissions))
	for _, key := range slices.Sorted(maps.Keys(permissions)) {
		role := Role{Key: key, Name: names[key]}
		for _, p := range permissions[key] {
			role.Permissions = append(role.Permissions, string(p))
		}
		roles = append(roles, role)
	}
	return roles
}

// AllRoles are the roles a grant may name, by key: the file's, and the house's
// own that it does not define anew.
func (o *Organisation) AllRoles() []*Role {
	roles := o.idx().roles
	list := make([]*Role, 0, len(roles))
	for _, key := range sortedKeys(roles) {
		list = append(list, roles[key])
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
