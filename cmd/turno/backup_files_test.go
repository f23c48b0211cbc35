package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/internal/org"
)

// chatting serves a system with an inbox, on the data directory given.
func chatting(t *testing.T, data string) *server {
	t.Helper()
	file := filepath.Join(t.TempDir(), "demo.yaml")
	if err := os.WriteFile(file, org.DemoFile(), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "--data", data, "apply", "--yes", file)
	return serve(t, "--data", data)
}

// sendFile begins a conversation, sends a file in it and returns the path of both.
func sendFile(t *testing.T, s *server, content string) (conversation, file string) {
	t.Helper()
	var held struct {
		Token string `json:"token"`
	}
	if status := s.call(t, http.MethodPost, "/api/v1/chat/help/conversations", map[string]string{"name": "Luis"}, &held); status != http.StatusCreated {
		t.Fatalf("no conversation: status %d\n%s", status, s.log)
	}
	conversation = "/api/v1/chat/help/conversations/" + held.Token
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+conversation+"/files?name=bill.txt", strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var sent struct {
		File struct {
			ID string `json:"id"`
		} `json:"file"`
	}
	if err := json.NewDecoder(response.Body).Decode(&sent); err != nil || response.StatusCode != http.StatusCreated {
		t.Fatalf("not sent: status %d, %v", response.StatusCode, err)
	}
	return conversation, conversation + "/files/" + sent.File.ID
}

// Ensure a backup of a running system has the files that customers sent, and that a
// customer finds theirs again on the system that was restored from it.
func TestBackup_chatFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, fresh, bare := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	s := chatting(t, data)
	_, path := sendFile(t, s, "the bill of January")
	backup := filepath.Join(dir, "backup.db")
	if out := must(t, "--data", data, "backup", backup); !strings.Contains(out, "Files of conversations in it: 1.") {
		t.Errorf("backed up: %s", out)
	}
	if out := must(t, "--data", fresh, "restore", backup); !strings.Contains(out, "Files of conversations in it: 1.") {
		t.Errorf("restored: %s", out)
	}
	again := serve(t, "--data", fresh)
	if response, text := again.get(t, path); response.StatusCode != http.StatusOK || text != "the bill of January" {
		t.Errorf("restored: status %d %q", response.StatusCode, text)
	}
	must(t, "--data", bare, "restore", "--without-files", backup)
	without := serve(t, "--data", bare)
	if response, _ := without.get(t, path); response.StatusCode != http.StatusNotFound {
		t.Errorf("without files: status %d", response.StatusCode)
	}
}
