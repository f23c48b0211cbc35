package main

import (
	"bufio"
	"errors"
	"slices"
	"strings"
	"text/tabwriter"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// userCmd is `turno user …`. It works on the store, of a stopped or a running system.
type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Add a user, or give one a role; the first administrator, for instance."`
	Password userPasswordCmd `cmd:"" help:"Set a user's password."`
	Invite   userInviteCmd   `cmd:"" help:"Make a link by which a user chooses a password, once."`
	Reset    userResetCmd    `cmd:"" name:"reset-totp" help:"Take away a second factor that was lost."`
	Unlink   userUnlinkCmd   `cmd:"" help:"Forget a user's identity at the sign-in provider: the next sign-in there begins anew, by the e-mail address."`
	List     userListCmd     `cmd:"" help:"List the users."`
}

// userAddCmd is `turno user add LOGIN`.
type userAddCmd struct {
	Login string `arg:"" help:"What the person signs in with."`
	Name  string `help:"The person's name; the login otherwise."`
	Role  string `default:"administrator" help:"Role to give: agent, team_leader, site_manager, region_manager, quality, planner, administrator, or one of the organisation's own."`
	At    string `default:"org" help:"Where: org, region:KEY, site:KEY or team:KEY."`
	Stdin bool   `help:"Read the password from standard input instead of making one up."`

	Existing bool `help:"The user is there already, and gets the role and a new password."`
}

func (c *userAddCmd) Run(e *env) error {
	return e.withNewStore(func(s *store.Store) error {
		o, version, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		if user, ok := o.User(c.Login); ok && !user.Inactive && !c.Existing {
			return core.Errorf(core.Conflict,
				"there is a user %s already (%s): add --existing to give them the role and a new password, or see: turno user password", c.Login, user.Name)
		}
		password, err := e.newPassword(c.Login, c.Stdin)
		if err != nil {
			return err
		}
		changed := c.added(o)
		if _, _, err := org.Apply(e.ctx, s, changed, operator, version); err != nil {
			return err
		}
		e.printf("User %s is %s at %s.\n", c.Login, c.Role, c.At)
		return e.setPassword(s, c.Login, password)
	})
}

// added is the organisation with the user, who may be there already.
func (c *userAddCmd) added(o *org.Organisation) *org.Organisation {
	changed := o.Clone()
	grant := org.Grant{Role: c.Role, At: c.At}
	for i := range changed.Users {
		u := &changed.Users[i]
		if u.Login != c.Login {
			continue
		}
		u.Inactive = false
		if c.Name != "" {
			u.Name = c.Name
		}
		if !slices.Contains(u.Grants, grant) {
			u.Grants = append(slices.Clone(u.Grants), grant)
		}
		return changed
	}
	name := c.Name
	if name == "" {
		name = c.Login
	}
	changed.Users = append(changed.Users, org.User{Login: c.Login, Name: name, Grants: []org.Grant{grant}})
	return changed
}

// userPasswordCmd is `turno user password LOGIN`.
type userPasswordCmd struct {
	Login string `arg:"" help:"Whose password."`
	Stdin bool   `help:"Read the password from standard input instead of making one up."`
}

func (c *userPasswordCmd) Run(e *env) error {
	password, err := e.newPassword(c.Login, c.Stdin)
	if err != nil {
		return err
	}
	return e.withStore(func(s *store.Store) error { return e.setPassword(s, c.Login, password) })
}

// newPassword is a password that a person gets.
type newPassword struct {
	text   string
	madeUp bool
}

// newPassword makes one up, or reads a good one from standard input.
func (e *env) newPassword(login string, fromStdin bool) (newPassword, error) {
	if !fromStdin {
		return newPassword{auth.NewPassword(), true}, nil
	}
	line, err := bufio.NewReader(e.stdin).ReadString('\n')
	if err != nil && line == "" {
		return newPassword{}, core.Errorf(core.Invalid, "no password on standard input")
	}
	breached, err := e.breached()
	if err != nil {
		return newPassword{}, err
	}
	password := strings.TrimRight(line, "\r\n")
	err = auth.CheckPassword(password, login, breached)
	return newPassword{password, false}, errors.Join(err, breached.Close())
}

// setPassword gives a user a new password and ends their sessions. One that was
// made up is printed, and has to be changed at the next sign-in.
func (e *env) setPassword(s *store.Store, login string, password newPassword) error {
	service, user, err := e.user(s, login)
	if err != nil {
		return err
	}
	if err := service.SetPassword(e.ctx, audit.By{Party: audit.Operator}, user, password.text, password.madeUp); err != nil {
		return err
	}
	if !password.madeUp {
		e.printf("The password of %s is set.\n", login)
		return nil
	}
	e.printf("The password of %s is: %s\n", login, password.text)
	return nil
}

// userListCmd is `turno user list`.
type userListCmd struct{}

func (c *userListCmd) Run(e *env) error {
	return e.withStore(func(s *store.Store) error {
		o, _, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		set, factors := map[string]bool{}, map[string]bool{}
		err = s.Read(e.ctx, func(q *db.Queries) error {
			rows, err := q.ListCredentials(e.ctx)
			for _, row := range rows {
				set[row.UserID] = true
			}
			if err != nil {
				return err
			}
			users, err := q.ListSecondFactors(e.ctx)
			for _, id := range users {
				factors[id] = true
			}
			return err
		})
		if err != nil {
			return err
		}
		return printUsers(e, o, set, factors)
	})
}

func printUsers(e *env, o *org.Organisation, hasPassword, hasFactor map[string]bool) error {
	table := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	line := func(cells ...string) { _, _ = table.Write([]byte(strings.Join(cells, "\t") + "\n")) } // a tabwriter keeps its error for Flush
	line("LOGIN", "NAME", "ROLES", "PROFILE", "PASSWORD", "FACTOR", "ID")
	for i := range o.Users {
		u := &o.Users[i]
		var roles []string
		for _, g := range u.Grants {
			roles = append(roles, g.Role+"@"+g.At)
		}
		if u.Inactive {
			roles = []string{"(former)"}
		}
		line(u.Login, u.Name, strings.Join(roles, " "), u.Profile, yesNo(hasPassword[u.ID.String()]), yesNo(hasFactor[u.ID.String()]), u.ID.String())
	}
	return table.Flush()
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
