package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/cli"
	"ysgk/internal/office"
	"ysgk/internal/parts"
	"ysgk/internal/proof"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"ysgk": func() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// Each script in testdata reads like a session of a user. Beside ysgk it may use
//
//	sample FILE               a copy of the sample input workbook
//	set FILE 表!格 [VALUE]     types into a cell; numbers as numbers
//	insertrow FILE 表 N        puts an empty row before row N
//	deleterow FILE 表 N        takes row N out
//	drop FILE 表              deletes a sheet
//	rename FILE 表 NAME       gives a sheet another name
//	sketch FILE TEXT          makes a workbook of a text (see proof.Sketch)
//	formula FILE 表!格 FORMULA types a formula into a cell
//	append FILE LINE          adds a line to a file
//	cellis FILE 表!格 VALUE    looks at a cell
//	formulais FILE 表!格 TEXT  looks at a cell's formula
//	noteis FILE 表!格 TEXT     looks for a text in a cell's comment
//	linkis FILE 表!格 FILE     looks where a cell's link leads
//	defaultpack FOLDER        the default pack as files, without its document
//	change FILE FROM TO       changes a text in a file; \n in TO begins a line
//	until FILE REGEXP         waits until a file says something
//	flip FILE BYTE            changes a byte of a file
//	docx FILE TEXT            makes a Word document of a text file (see proof.Docx)
//	docxsays FILE TEXT        looks for a text in the paragraphs of a Word document
//	edit FILE FROM TO         changes a text of a Word document
//	picture PNG FILE 表|TEXT   a picture of the manual (see the function)
func TestWhatUsersSee(t *testing.T) { play(t, "testdata") }

// Scripts in which packs are made and checked over and over take a minute.
func TestWhatBureausSee(t *testing.T) {
	proof.Long(t)
	play(t, "testdata/long")
}

// play runs the scripts of a folder.
func play(t *testing.T, dir string) {
	t.Helper()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	tablesFiles := proof.TablesFiles(t)
	testscript.Run(t, testscript.Params{
		Setup: func(e *testscript.Env) error {
			e.Setenv("REPO", repo)
			e.Setenv("YSGK_ONLY", "表格")        // quick; a script about documents unsets it
			e.Setenv("OFFICE", proof.Office()) // for the script that wants it: every check of a pack would wait for it
			e.Setenv(office.Place, "")
			return nil
		},
		Dir: dir,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sample": func(ts *testscript.TestScript, _ bool, args []string) {
				b, err := os.ReadFile(filepath.Join(repo, "samples/阳泉市司法局2026年预算录入.xlsx"))
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
			},
			"defaultpack": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.CopyFS(ts.MkAbs(args[0]), tablesFiles))
			},
			"change": func(ts *testscript.TestScript, _ bool, args []string) {
				text := ts.ReadFile(args[0])
				if strings.Count(text, args[1]) != 1 {
					ts.Fatalf("%s has %d times %s", args[0], strings.Count(text, args[1]), args[1])
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], strings.ReplaceAll(args[2], `\n`, "\n"), 1)), 0o644))
			},
			"docx": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), proof.Docx(strings.TrimSuffix(ts.ReadFile(args[1]), "\n")), 0o644))
			},
			"docxsays": func(ts *testscript.TestScript, neg bool, args []string) {
				said, err := proof.Paragraphs([]byte(ts.ReadFile(args[0])))
				ts.Check(err)
				if text := strings.Join(said, "\n"); strings.Contains(text, args[1]) == neg {
					ts.Fatalf("%s says\n%s", args[0], text)
				}
			},
			"edit": func(ts *testscript.TestScript, _ bool, args []string) {
				f, err := parts.Open([]byte(ts.ReadFile(args[0])))
				ts.Check(err)
				const part = "word/document.xml"
				was := string(f.Part(part))
				f.SetPart(part, []byte(strings.Replace(was, args[1], args[2], 1)))
				var b bytes.Buffer
				ts.Check(f.Write(&b))
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
				if string(f.Part(part)) == was {
					ts.Fatalf("%s lacks %s", args[0], args[1])
				}
			},
			"flip": func(ts *testscript.TestScript, _ bool, args []string) {
				b := []byte(ts.ReadFile(args[0]))
				at, err := strconv.Atoi(args[1])
				ts.Check(err)
				b[at] ^= 1
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
			},
			"set": func(ts *testscript.TestScript, _ bool, args []string) {
				f, sheet, cell := open(ts, args)
				value := ""
				if len(args) > 2 {
					value = args[2]
				}
				ts.Check(f.SetCellDefault(sheet, cell, value))
				ts.Check(f.Save())
			},
			"insertrow": func(ts *testscript.TestScript, _ bool, args []string) {
				rows(ts, args, func(f *excelize.File, row int) error { return f.InsertRows(args[1], row, 1) })
			},
			"deleterow": func(ts *testscript.TestScript, _ bool, args []string) {
				rows(ts, args, func(f *excelize.File, row int) error { return f.RemoveRow(args[1], row) })
			},
			"drop": func(ts *testscript.TestScript, _ bool, args []string) {
				f, err := excelize.OpenFile(ts.MkAbs(args[0]))
				ts.Check(err)
				ts.Check(f.DeleteSheet(args[1]))
				ts.Check(f.Save())
			},
			"rename": func(ts *testscript.TestScript, _ bool, args []string) {
				f, err := excelize.OpenFile(ts.MkAbs(args[0]))
				ts.Check(err)
				ts.Check(f.SetSheetName(args[1], args[2]))
				ts.Check(f.Save())
			},
			"sketch": func(ts *testscript.TestScript, _ bool, args []string) {
				b, err := proof.Sketch(ts.ReadFile(args[1]))
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
			},
			"formula": func(ts *testscript.TestScript, _ bool, args []string) {
				f, sheet, cell := open(ts, args)
				ts.Check(f.SetCellFormula(sheet, cell, args[2]))
				ts.Check(f.Save())
			},
			"append": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+args[1]+"\n"), 0o644))
			},
			"cellis": func(ts *testscript.TestScript, neg bool, args []string) {
				f, sheet, cell := open(ts, args)
				got, err := f.GetCellValue(sheet, cell)
				ts.Check(err)
				if (got == args[2]) == neg {
					ts.Fatalf("%s is %q", args[1], got)
				}
			},
			"formulais": func(ts *testscript.TestScript, neg bool, args []string) {
				f, sheet, cell := open(ts, args)
				got, err := f.GetCellFormula(sheet, cell)
				ts.Check(err)
				if (got == args[2]) == neg {
					ts.Fatalf("%s is =%s", args[1], got)
				}
			},
			"noteis": func(ts *testscript.TestScript, neg bool, args []string) {
				f, sheet, cell := open(ts, args)
				all, err := f.GetComments(sheet)
				ts.Check(err)
				text := ""
				for _, c := range all {
					if c.Cell == cell {
						text = c.Text
						for _, p := range c.Paragraph {
							text += p.Text
						}
					}
				}
				if strings.Contains(text, args[2]) == neg {
					ts.Fatalf("the comment of %s is %q", args[1], text)
				}
			},
			"until": func(ts *testscript.TestScript, _ bool, args []string) {
				want := regexp.MustCompile(args[1])
				var text []byte
				for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
					text, _ = os.ReadFile(ts.MkAbs(args[0])) // it may not be there yet
					if want.Match(text) {
						return
					}
				}
				ts.Fatalf("%s never said %s, but:\n%s", args[0], args[1], text)
			},
			"picture": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(picture(args[0], ts.MkAbs(args[1]), args[2], args[3:]...))
			},
			"linkis": func(ts *testscript.TestScript, neg bool, args []string) {
				f, sheet, cell := open(ts, args)
				_, got, err := f.GetCellHyperLink(sheet, cell)
				ts.Check(err)
				if (got == args[2]) == neg {
					ts.Fatalf("%s leads to %q", args[1], got)
				}
			},
		},
	})
}

// rows edits the rows of a sheet.
func rows(ts *testscript.TestScript, args []string, edit func(f *excelize.File, row int) error) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	row, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(edit(f, row))
	ts.Check(f.Save())
}

func open(ts *testscript.TestScript, args []string) (f *excelize.File, sheet, cell string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	sheet, cell, ok := strings.Cut(args[1], "!")
	if !ok {
		ts.Fatalf("%s is no 表!格", args[1])
	}
	return f, sheet, cell
}
