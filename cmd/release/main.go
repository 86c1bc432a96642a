// Command release makes the files of a release from the tree in the working folder:
// the program for each desktop, packages for those that know .deb, their SHA-256 sums
// and, with a key, the signature of these. The same commit gives the same bytes.
// .ci/release.sh runs it in a clone; CONTRIBUTING.md says when.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ysgk/internal/release"
)

// target is a desktop.
type target struct{ system, machine string }

var targets = []target{{"windows", "amd64"}, {"windows", "arm64"}, {"linux", "amd64"}, {"linux", "arm64"}, {"linux", "loong64"}}

func (t target) String() string { return t.system + "-" + t.machine }

// of is what the files are made of.
type of struct {
	version string // 1.2.3, or 1.2.3+20261127.0123456 between tags
	commit  string
	date    time.Time
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./cmd/release FOLDER [TARGET ...]")
		os.Exit(2)
	}
	if only := os.Args[2:]; len(only) > 0 {
		targets = slices.DeleteFunc(targets, func(t target) bool { return !slices.Contains(only, t.String()) })
	}
	if err := run(os.Args[1], os.Getenv("YSGK_RELEASE_KEY"), os.Getenv("YSGK_RELEASE_PASSWORD")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, keyFile, password string) error {
	from, err := origin()
	if err != nil {
		return err
	}
	if old, err := os.ReadDir(folder); err == nil && len(old) > 0 {
		return fmt.Errorf("%s is not empty: what is in it would be taken for part of the release", folder)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	programs, err := build(from, folder)
	if err != nil {
		return err
	}
	if err := packages(from, folder, programs); err != nil {
		return err
	}
	if err := sums(folder); err != nil {
		return err
	}
	signed, err := sign(from, folder, keyFile, password)
	if err != nil {
		return err
	}
	fmt.Printf("ysgk %s of %s, in %s\n%s\n", from.version, from.date.Format(time.DateOnly), folder, signed)
	return watchSizes("cmd/release/sizes.txt", programs)
}

// origin asks git. A tag of the commit must be the version that the source tells, and
// with it the first part of CHANGELOG.md.
func origin() (*of, error) {
	said, err := git("log", "-1", "--format=%H %cI")
	if err != nil {
		return nil, err
	}
	commit, when, _ := strings.Cut(said, " ")
	date, err := time.Parse(time.RFC3339, when)
	if err != nil {
		return nil, err
	}
	out := &of{release.Version, commit, date.UTC()}
	tag, err := git("tag", "--points-at", "HEAD", "--list", "v[0-9]*.[0-9]*.[0-9]*")
	if err != nil {
		return nil, err
	}
	return out, out.number(tag)
}

// number sets the version by the tags of the commit.
func (o *of) number(tags string) error {
	switch {
	case tags == "":
		o.version += "+" + o.date.Format("20060102") + "." + o.commit[:7]
	case strings.Contains(tags, "\n"):
		return fmt.Errorf("the commit has several tags: %s", strings.ReplaceAll(tags, "\n", ", "))
	case tags != "v"+o.version:
		return fmt.Errorf("the tag is %s, but internal/release and CHANGELOG.md tell of %s", tags, o.version)
	}
	return nil
}

func git(args ...string) (string, error) {
	out, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// build makes the program for each desktop.
func build(from *of, folder string) (programs map[target]string, err error) {
	clean, err := resources(from, filepath.Join("cmd", "ysgk"))
	defer func() { err = errors.Join(err, clean()) }()
	if err != nil {
		return nil, err
	}
	programs = map[target]string{}
	for _, t := range targets {
		name := filepath.Join(folder, fmt.Sprintf("ysgk-%s-%s", from.version, t))
		if t.system == "windows" {
			name += ".exe"
		}
		// Only what is written here is to decide what comes out.
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", name, "./cmd/ysgk")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.system, "GOARCH="+t.machine, "GOFLAGS=", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0", "GOWORK=off")
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", t, err, &said)
		}
		programs[t] = name
	}
	return programs, nil
}
