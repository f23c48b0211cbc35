package main

import (
	"os"
	"strings"

	"turno/internal/auth"
	"turno/internal/config"
	"turno/internal/core"
)

// providerOf is the OpenID provider of the settings; nil where there is none.
func providerOf(s *config.Server) (*auth.Provider, error) {
	if s.OIDCIssuer == "" {
		return nil, nil
	}
	secret := s.OIDCSecret
	if s.OIDCSecretFile != "" {
		content, err := os.ReadFile(s.OIDCSecretFile)
		if err != nil {
			return nil, core.Wrap(core.Unavailable, "oidc-secret-file", err)
		}
		secret = strings.TrimSpace(string(content))
	}
	return auth.NewProvider(auth.ProviderOptions{
		Issuer: s.OIDCIssuer, Client: s.OIDCClient, Secret: secret, Name: s.OIDCName,
	}), nil
}
