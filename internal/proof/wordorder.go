package proof

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// orders are the elements that Word wants in one order within another, as its schema
// has them; those that are not named may stand anywhere.
var orders = map[string][]string{
	"pPr":    strings.Fields("pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"),
	"rPr":    strings.Fields("rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"),
	"tblPr":  strings.Fields("tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"),
	"tcPr":   strings.Fields("cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"),
	"sectPr": strings.Fields("headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"),
	"style":  strings.Fields("name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"),
	"tbl":    strings.Fields("tblPr tblGrid tr"),
	"tr":     strings.Fields("tblPrEx trPr tc"),
	"tc":     strings.Fields("tcPr p"), // tables stand between paragraphs
	"p":      strings.Fields("pPr r"),
	"r":      strings.Fields("rPr t"),
}

// numbered are the attributes that may have each value but once in a part.
var numbered = map[string]string{"p": "paraId", "tr": "paraId", "docPr": "id", "bookmarkStart": "id", "bookmarkEnd": "id"}

// WordFaults are what Word would not open a document for, or would ask whether to mend:
// parts that are no XML, elements out of order, cells without a paragraph at their end,
// numbers that are there twice, relationships that lead nowhere.
func WordFaults(docx []byte) (faults []string) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range z.File {
		if path.Ext(f.Name) != ".xml" && path.Ext(f.Name) != ".rels" {
			continue
		}
		part, err := f.Open()
		if err != nil {
			return append(faults, err.Error())
		}
		b, err := io.ReadAll(part)
		if err != nil {
			return append(faults, err.Error())
		}
		for _, fault := range wordFaults(b) {
			faults = append(faults, f.Name+": "+fault)
		}
		if strings.HasSuffix(f.Name, ".rels") {
			faults = append(faults, leadNowhere(z, f.Name, b)...)
		}
	}
	return faults
}

// element is one that is open, with the names of what it holds.
type element struct {
	name string
	rank int
	last string
	rows int
}

func wordFaults(part []byte) (faults []string) {
	d := xml.NewDecoder(bytes.NewReader(part))
	open := []element{{}}
	met := map[string]bool{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return faults
		}
		if err != nil {
			return append(faults, err.Error())
		}
		top := &open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			name := x.Name.Local
			if rank := slices.Index(orders[top.name], name); rank >= 0 {
				if rank < top.rank {
					faults = append(faults, fmt.Sprintf("<%s> stands behind <%s> in <%s>", name, top.last, top.name))
				}
				top.rank = rank
			}
			top.last = name
			if name == "tr" {
				top.rows++
			}
			for _, a := range x.Attr {
				if numbered[name] == a.Name.Local {
					key := name + " " + a.Value
					if met[key] {
						faults = append(faults, key+" is there twice")
					}
					met[key] = true
				}
			}
			open = append(open, element{name: name})
		case xml.EndElement:
			switch {
			case (top.name == "tc" || top.name == "txbxContent" || top.name == "hdr" || top.name == "ftr") && top.last != "p":
				faults = append(faults, fmt.Sprintf("<%s> does not end with a paragraph", top.name))
			case top.name == "tbl" && top.rows == 0:
				faults = append(faults, "a table without rows")
			}
			open = open[:len(open)-1]
		}
	}
}

// leadNowhere are the relationships to parts that are not there.
func leadNowhere(z *zip.Reader, name string, part []byte) (faults []string) {
	var rels struct {
		Relationship []struct {
			Target     string `xml:"Target,attr"`
			TargetMode string `xml:"TargetMode,attr"`
		}
	}
	if err := xml.Unmarshal(part, &rels); err != nil {
		return []string{err.Error()}
	}
	for _, r := range rels.Relationship {
		target := path.Join(path.Dir(path.Dir(name)), r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = strings.TrimPrefix(r.Target, "/")
		}
		if r.TargetMode != "External" && !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == target }) {
			faults = append(faults, fmt.Sprintf("%s leads to %s, which is not there", name, target))
		}
	}
	return faults
}
