package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// issue writes a certificate of its own making for this machine, and its key.
func issue(t *testing.T, dir string, serial int64, stamp time.Time) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, stamp, stamp); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return cert, key, pool
}

// Ensure the server speaks TLS itself, with cookies that never leave it.
func TestServe_tls(t *testing.T) {
	t.Parallel()
	cert, key, pool := issue(t, t.TempDir(), 1, time.Now())
	s := serve(t, "--data", branchStore(t), "--tls-cert", cert, "--tls-key", key)
	address := strings.Replace(s.url, "http://", "https://", 1)
	if !strings.Contains(s.log.String(), "address="+address+" ") {
		t.Errorf("the address is not told:\n%s", s.log)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	response, err := client.Post(address+"/api/v1/session", "application/json",
		strings.NewReader(`{"login":"ana","password":"`+branchPassword+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	cookie := response.Header.Get("Set-Cookie")
	for _, part := range []string{"__Host-", "Secure", "HttpOnly", "SameSite"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("the cookie is %s", cookie)
		}
	}
	if response.ProtoMajor != 2 || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("HTTP/%d with %v", response.ProtoMajor, response.Header)
	}
	old := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}}}
	if response, err := old.Get(address + "/healthz"); err == nil {
		_ = response.Body.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

// Ensure a renewed certificate is used without a restart, and one that cannot be
// read leaves the old one in place.
func TestCertificate_renewed(t *testing.T) {
	t.Parallel()
	dir, log := t.TempDir(), newTranscript()
	day := time.Now().Add(-24 * time.Hour)
	cert, key, _ := issue(t, dir, 1, day)
	c := &certificate{cert: cert, key: key, log: slog.New(slog.NewTextHandler(log, nil))}
	serial := func() int64 {
		t.Helper()
		pair, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.SerialNumber.Int64()
	}
	if got := serial(); got != 1 {
		t.Errorf("the certificate is number %d", got)
	}
	issue(t, dir, 2, day.Add(time.Hour))
	if got := serial(); got != 1 {
		t.Errorf("the file is looked at with every call: number %d", got)
	}
	c.looked = c.looked.Add(-certificateEvery)
	if got := serial(); got != 2 {
		t.Errorf("after the renewal the certificate is number %d", got)
	}
	if err := os.WriteFile(cert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.looked = c.looked.Add(-certificateEvery)
	if got := serial(); got != 2 || !strings.Contains(log.String(), "the old one stays") {
		t.Errorf("with a broken file the certificate is number %d\n%s", got, log)
	}
}
