package window

import (
	"net/http"
	"path/filepath"
	"sync"

	"ysgk/internal/app"
)

// making is a PDF in the making, or the last one that was made of a file.
type making struct {
	mu   sync.Mutex
	job  *job
	made *app.PDF
}

// pdfPage is the body of the page that waits for a PDF.
type pdfPage struct {
	Place   place
	Job     *Progress
	Trouble string
	Made    *place
	Lines   []string
}

// makePDF begins to make the PDF of a finished workbook or document; its page tells how
// it goes.
func (s *Server) makePDF(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	x, _ := s.makings.LoadOrStore(path, &making{})
	m := x.(*making)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.job.progress(s.now()) == nil { // one at a time
		m.made = nil
		m.job = s.begin("pdf "+nameOf(path), "把 "+filepath.Base(path)+" 转成 PDF", app.PDFStages, func(stage app.Stage) {
			made := app.MakePDF(path, s.now(), stage)
			m.mu.Lock()
			defer m.mu.Unlock()
			m.made = &made
		})
	}
	s.redirect(w, r, at.at("pdf"))
}

func (s *Server) pdfPage(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	body := pdfPage{Place: at}
	x, _ := s.makings.LoadOrStore(path, &making{})
	m := x.(*making)
	m.mu.Lock()
	body.Job, body.Trouble = m.job.progress(s.now()), m.job.fault()
	if m.made != nil {
		body.tell(s, *m.made)
	}
	m.mu.Unlock()
	s.draw(w, http.StatusOK, "pdf", page{Title: "PDF：" + at.Name, At: "folder", Key: "pdf " + nameOf(path), Said: s.news.of(r.FormValue("m")), Body: body})
}

func (b *pdfPage) tell(s *Server, made app.PDF) {
	if made.Err != nil {
		b.Trouble = explained(made.Err)
		return
	}
	p := s.desk.placeOf(made.File)
	b.Made = &p
	if made.Same {
		b.Lines = append(b.Lines, "原来的 PDF 就是照现在的做的，没有重做。")
	}
	if made.Kept != "" {
		b.Lines = append(b.Lines, "原来的 PDF 不是 ysgk 做的，已另存为："+filepath.Base(made.Kept))
	}
}
