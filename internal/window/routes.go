package window

import (
	"net/http"
	"path"
)

// routes are the pages and what can be done on them. Pages only look; whatever writes is
// sent by a form.
func (s *Server) routes() *http.ServeMux {
	m := http.NewServeMux()
	for name, page := range map[string]http.HandlerFunc{
		"folder": s.folder, "choose": s.choose, "file": s.file, "save": s.save,
		"book": s.book, "tables": s.tables, "look.css": s.looks, "explain": s.explain,
		"verify": s.verify, "diff": s.diff, "import": s.export, "dropped": s.droppedFile, "packs": s.packsPage,
		"pdf": s.pdfPage, "events": s.events, "alive": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
	} {
		m.HandleFunc("GET /"+name, page)
	}
	for name, does := range map[string]http.HandlerFunc{
		"choose": s.chosen, "forget": s.forget, "new": s.blank, "roll": s.rolled,
		"check": s.check, "fill": s.fill, "pdf": s.makePDF, "mark": s.mark, "supply": s.supply, "open": s.open, "report": s.report,
		"import": s.importNow, "diff": s.diffSave, "drop": s.drop, "keep": s.keep,
		"usepack": s.usePack, "droppack": s.dropPack, "checkpack": s.checkPack, "trypack": s.tryPack, "quit": s.quit,
	} {
		m.HandleFunc("POST /"+name, does)
	}
	m.HandleFunc("GET /static/{name}", static)
	m.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { s.redirect(w, r, "folder") })
	return m
}

// static gives the style sheet, the script and the icon.
func static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	b, err := staticFiles.ReadFile("static/" + name)
	if err != nil || types[path.Ext(name)] == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	_, _ = w.Write(b) // the browser went away
}

// quit ends the program once its page has been shown.
func (s *Server) quit(w http.ResponseWriter, _ *http.Request) {
	s.draw(w, http.StatusOK, "bye", page{Title: "已结束"})
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	s.end()
}
