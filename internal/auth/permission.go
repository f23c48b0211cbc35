package auth

import "slices"

// Permission is one thing that a role allows. Every operation and every live
// topic asks for exactly one.
type Permission string

// The permissions.
const (
	DeskUse      Permission = "desk.use"      // serve customers at a desk of one's own
	FloorView    Permission = "floor.view"    // live queues, agents and waiting works
	FloorAct     Permission = "floor.act"     // open and close queues, act on alerts
	AgentManage  Permission = "agent.manage"  // force a state, move an agent, sign out another
	WorkManage   Permission = "work.manage"   // assign, reprioritise, transfer or cancel anybody's work
	ContactView  Permission = "contact.view"  // contacts and why they went to whom
	CustomerView Permission = "customer.view" // look up customers
	CustomerEdit Permission = "customer.edit" // create and change customers
	PersonExport Permission = "person.export" // all that is kept of a customer
	PersonErase  Permission = "person.erase"  // erase what is kept of a customer
	ReportView   Permission = "report.view"   // figures of the past and the rows they count
	FactExport   Permission = "fact.export"   // the facts themselves
	OrgView      Permission = "org.view"      // the organisation, its names and settings
	OrgEdit      Permission = "org.edit"      // change the organisation
	UserManage   Permission = "user.manage"   // how others sign in: invitations, sessions, second factors, tokens
	DeviceView   Permission = "device.view"   // kiosks, displays and walls, and whether they are there
	DeviceManage Permission = "device.manage" // pair screens with them, and take their keys away
	TicketIssue  Permission = "ticket.issue"  // give tickets at a reception
	AuditView    Permission = "audit.view"    // who did what
	SystemManage Permission = "system.manage" // backup, metrics, the house itself
)

// Permissions lists all of them, in the order in which people read them.
func Permissions() []Permission {
	return []Permission{
		DeskUse, FloorView, FloorAct, AgentManage, WorkManage, ContactView, CustomerView, CustomerEdit,
		PersonExport, PersonErase,
		ReportView, FactExport, OrgView, OrgEdit, UserManage, DeviceView, DeviceManage, TicketIssue, AuditView, SystemManage,
	}
}

// ownWork are the permissions for serving customers oneself.
func ownWork() []Permission {
	return []Permission{DeskUse, OrgView, CustomerView, CustomerEdit, ContactView, TicketIssue}
}

// OwnWork reports whether a permission is for serving customers oneself, and so
// goes with an agent who is moved to another site for the day.
func (p Permission) OwnWork() bool { return slices.Contains(ownWork(), p) }

// RoleAgent to RoleAdministrator are the roles that every organisation has. It
// may define them anew, and others beside them.
const (
	RoleAgent         = "agent"
	RoleTeamLeader    = "team_leader"
	RoleSiteManager   = "site_manager"
	RoleRegionManager = "region_manager"
	RoleQuality       = "quality"
	RolePlanner       = "planner"
	RoleAdministrator = "administrator"
)

// Roles are the house's own roles and what they allow, by key.
func Roles() map[string][]Permission {
	agent := ownWork()
	leader := append([]Permission{FloorView, FloorAct, AgentManage, WorkManage, ReportView, DeviceView}, agent...)
	manager := append([]Permission{FactExport, OrgEdit, DeviceManage}, leader...)
	return map[string][]Permission{
		RoleAgent:         agent,
		RoleTeamLeader:    leader,
		RoleSiteManager:   manager,
		RoleRegionManager: manager,
		RoleQuality:       {OrgView, ContactView, CustomerView, ReportView},
		RolePlanner:       {OrgView, FloorView, ReportView, FactExport},
		RoleAdministrator: Permissions(),
	}
}
