package main

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the packages of internal from the ground up. A package may import
// its own floor and those below. It belongs on the lowest floor on which it can
// stand without knowing more than the floor's line says.
var floors = []struct {
	name  string
	rooms string
}{
	{"words: amounts, codes, findings with places; nothing of files", "release a1 pattern unfilled budget money double textwidth nearest finding numfmt"},
	{"files: bytes and cells; nothing of budgets", "xlsxread parts xlsxedit paper office watch"},
	{"language: formulas and tags; values, not files", "formula reach tags"},
	{"pack: definitions, and how they travel", "pack bundle trust packfile sample"},
	{"work: each one thing", "typed formsheet input inputform intake roll pivot check fill legend verify trace compare document prose tables divide district seal disk markup handout layout meaning evidence published tagging bind renew lint rebuild listed codelist opendata"},
	{"use cases: thin, one for each command", "app"},
	{"crews: use cases for many departments", "crew batch summary collect"},
	{"faces: the only ones that print", "cli window launcher"},
	{"tests: what only tests import", "proof cases speed madeup"},
}

// imports are the packages of internal that each of them imports, but in tests.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("../../internal/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, file := range files {
		room := filepath.Base(filepath.Dir(file))
		if out[room] == nil {
			out[room] = []string{}
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if name, ours := strings.CutPrefix(path, "ysgk/internal/"); ours {
				out[room] = append(out[room], name)
			}
		}
	}
	return out
}

func TestNoPackageImportsOneOfAHigherFloor(t *testing.T) {
	floorOf := map[string]int{}
	for i, f := range floors {
		for _, room := range strings.Fields(f.rooms) {
			if _, twice := floorOf[room]; twice {
				t.Errorf("%s stands on two floors", room)
			}
			floorOf[room] = i
		}
	}
	rooms := imports(t)
	for room, others := range rooms {
		mine, ok := floorOf[room]
		if !ok {
			t.Errorf("internal/%s stands on no floor: add it to the list above", room)
			continue
		}
		for _, other := range slices.Compact(slices.Sorted(slices.Values(others))) {
			if floorOf[other] > mine {
				t.Errorf("internal/%s (%s) imports internal/%s of a higher floor (%s)", room, floors[mine].name, other, floors[floorOf[other]].name)
			}
		}
	}
	for room := range floorOf {
		if rooms[room] == nil {
			t.Errorf("%s is on the list, but there is no internal/%s", room, room)
		}
	}
}
