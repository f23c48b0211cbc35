package main

import (
	"turno/internal/auth"
	"turno/internal/config"
)

// providerOf is the OpenID provider of the settings; nil where there is none.
func providerOf(s *config.Server) (*auth.Provider, error) {
	if s.OIDCIssuer == "" {
		return nil, nil
	}
	secret, err := givenSecret("oidc-secret-file", s.OIDCSecret, s.OIDCSecretFile)
	if err != nil {
		return nil, err
	}
	return auth.NewProvider(auth.ProviderOptions{
		Issuer: s.OIDCIssuer, Client: s.OIDCClient, Secret: secret, Name: s.OIDCName,
	}), nil
}
