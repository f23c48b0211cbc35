// Package auth knows who is asking and what they may do: passwords (argon2id),
// cookie sessions, sign-in throttling, links of devices and of visitors, and
// roles as sets of permissions scoped to a node of the organisation's tree.
//
// It does not know the organisation; it asks a Directory for accounts, roles and
// the tree.
package auth
