package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"ysgk/internal/disk"
	"ysgk/internal/document"
	"ysgk/internal/finding"
	"ysgk/internal/parts"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// set is what is written of the department, or of one unit, and the request with its place.
type set struct {
	FillRequest
	made *tables.Output
}

// setsOf are the department's set and those of the units.
func setsOf(r FillRequest, made *tables.Output, units []unitSet) []set {
	out := []set{{r, made}}
	for _, u := range units {
		of := r
		of.Output = filepath.Join(unitsFolder(r), disk.FileName(u.name))
		out = append(out, set{of, u.output})
	}
	return out
}

// Reworded is a document of which somebody had rewritten paragraphs when it was made again.
type Reworded struct {
	File  string
	Whose []document.Rewritten
}

// mostRewritten is how many paragraphs whose words are not kept are told.
const mostRewritten = 10

// Lines tell what became of the paragraphs.
func (r Reworded) Lines() (lines []string) {
	name := filepath.Base(r.File)
	var lost []string
	for _, x := range r.Whose {
		if x.Why != "" {
			lost = append(lost, "  "+x.Place.String()+"："+x.Why)
		}
	}
	if kept := len(r.Whose) - len(lost); kept > 0 {
		lines = append(lines, fmt.Sprintf("%s 里有人改写过的 %d 段，要说的没有变，照改写的话留着", name, kept))
	}
	if len(lost) == 0 {
		return lines
	}
	lines = append(lines, fmt.Sprintf("%s 里有人改过、这次没有留下的 %d 段，请照另存的（或“（上一次）”的）那份看一遍：", name, len(lost)))
	lines = append(lines, lost[:min(len(lost), mostRewritten)]...)
	if n := len(lost) - mostRewritten; n > 0 {
		lines = append(lines, fmt.Sprintf("  另有 %d 段", n))
	}
	return lines
}

// finish keeps the words that people gave the documents of a set that are there from
// before, and fills in the pages of the tables of contents. A document that is there knows
// them if it says the same: laying one out takes many times as long as filling it.
func (s set) finish() (reworded []Reworded, err error) {
	if s.Only == OnlyTables {
		return nil, nil
	}
	places, err := s.documents()
	if err != nil {
		return nil, err
	}
	earlier := make([]*parts.File, len(places))
	for i, place := range places {
		content, err := xlsxread.Load(place)
		if err != nil || bytes.Equal(content, s.made.Documents[i].Content) {
			continue // there is none; one that cannot be read is told where it is to be replaced
		}
		if earlier[i], err = parts.Open(content); err != nil {
			continue
		}
		whose, err := s.made.KeepWords(i, earlier[i])
		if err != nil {
			return nil, err
		}
		if len(whose) > 0 {
			reworded = append(reworded, Reworded{place, whose})
		}
	}
	if !s.made.Unpaged() {
		return reworded, nil
	}
	layOut := s.LayOut
	if layOut != nil {
		layOut = func(docx []byte) (string, error) {
			s.Stage.begins(paging)
			return s.LayOut(docx)
		}
	}
	return reworded, s.made.Number(func(i int) *parts.File { return earlier[i] }, layOut)
}

// writeBooks puts all workbooks and documents that are wanted in place, or none. written
// has them by set.
func writeBooks(sets []set, now time.Time) (written [][]disk.Written, err error) {
	var files []string
	var contents [][]byte
	var ends []int
	taken := map[string]bool{}
	for _, s := range sets {
		names, books, err := s.gathered()
		if err != nil {
			return nil, err
		}
		for _, file := range names {
			if key := strings.ToLower(file); taken[key] {
				return nil, &finding.FileError{File: filepath.Base(file), Message: "有两套表要写成同一个文件 " + file + "。单位的名称只差文件名里不能用的字的，请改得分得清"}
			} else {
				taken[key] = true
			}
		}
		files, contents = append(files, names...), append(contents, books...)
		ends = append(ends, len(files))
	}
	all, err := disk.Supersede(files, contents, now)
	if err != nil {
		return nil, err
	}
	start := 0
	for _, end := range ends {
		written = append(written, all[start:end])
		start = end
	}
	return written, nil
}

// documents are the files that the documents of a set go to.
func (s set) documents() ([]string, error) {
	output := s.Output
	if s.Only == Everything && isFile(output) {
		output = filepath.Dir(output) // the name is the workbook's; documents go beside it
	}
	return destinations(s.FillRequest, s.made.Documents, output, "公开文本")
}

// gathered are the files of one set and what goes into them.
func (s set) gathered() (files []string, contents [][]byte, err error) {
	if s.Only != OnlyDocuments {
		places, err := destinations(s.FillRequest, s.made.Books, s.Output, "公开表")
		if err != nil {
			return nil, nil, err
		}
		for i, b := range s.made.Books {
			content := b.Content
			if s.Origin {
				if content, err = seal.WithSheet(content); err != nil {
					return nil, nil, err
				}
			}
			files, contents = append(files, places[i]), append(contents, content)
		}
	}
	if s.Only != OnlyTables {
		places, err := s.documents()
		if err != nil {
			return nil, nil, err
		}
		for i, b := range s.made.Documents {
			files, contents = append(files, places[i]), append(contents, b.Content)
		}
	}
	return files, contents, nil
}

// isFile says whether an output option names a file, and not a folder.
func isFile(output string) bool {
	return strings.EqualFold(filepath.Ext(output), ".xlsx") || strings.EqualFold(filepath.Ext(output), ".docx")
}

// destinations are the files that workbooks, or documents, go to.
func destinations(r FillRequest, books []tables.Book, output, what string) ([]string, error) {
	if len(books) > 1 && isFile(output) {
		return nil, &finding.FileError{File: filepath.Base(output), Message: "这个模板包要写几个文件。请在 -o 后面写一个文件夹"}
	}
	var files []string
	taken := map[string]bool{}
	for _, b := range books {
		file, err := disk.Destination(output, filepath.Dir(r.Input), filepath.FromSlash(b.Name), r.Input, what)
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(file); taken[key] {
			return nil, &finding.FileError{File: b.Name, Message: "模板包里有两张表要写成这个文件。请财政部门在 pack.yaml 的“输出”里分开"}
		} else {
			taken[key] = true
		}
		files = append(files, file)
	}
	return files, nil
}

// reportOf is the file beside which the list of findings goes: the workbook, or the
// document where only that is wanted; where there are several, the input workbook's name
// in their folder.
func reportOf(files []disk.Written, made *tables.Output, r FillRequest) string {
	main := made.Books // they come first
	if r.Only == OnlyDocuments {
		main = made.Documents
	}
	if len(main) == 1 {
		return files[0].File
	}
	folder := filepath.Dir(r.Input)
	if r.Output != "" {
		folder = r.Output
	}
	return filepath.Join(folder, filepath.Base(r.Input))
}
