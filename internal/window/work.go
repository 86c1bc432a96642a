package window

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/trace"
)

// said is what a page tells once of what was done.
type said struct {
	Text  string
	Lines []string
	Bad   bool
	Files []place // to open
}

// news keeps what pages are to tell, until they are gone.
type news struct {
	mu    sync.Mutex
	said  map[string]said
	order []string
}

// maxNews is how many are kept: a page may be shown again.
const maxNews = 50

func (n *news) say(x said) (id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.said == nil {
		n.said = map[string]said{}
	}
	id = secret()[:12]
	n.said[id] = x
	if n.order = append(n.order, id); len(n.order) > maxNews {
		delete(n.said, n.order[0])
		n.order = n.order[1:]
	}
	return id
}

func (n *news) of(id string) *said {
	n.mu.Lock()
	defer n.mu.Unlock()
	if x, ok := n.said[id]; ok {
		return &x
	}
	return nil
}

// spoken are words for the command line and what they are in the window.
var spoken = strings.NewReplacer(
	"先运行 ysgk check 看错误，", "请先看它的“问题”，",
	"请用 -o 另取一个名字", "请先把那个文件改名或移走",
	"请用 --录入 写明要用哪一本", "请把那本录入工作簿放在旁边",
	"请用 --录入 写明", "请把录入工作簿放在公开表旁边",
	"运行 ysgk new 录入.xlsx --补绩效 补上", "点上面的“补上绩效项目”补上",
	"用 ysgk new 新建", "在文件夹页新建",
	"可用 ysgk new 生成新的录入工作簿", "可以在文件夹页新建一本",
	"用 ysgk new 生成新的录入工作簿", "在文件夹页新建一本",
	"用 ysgk new 生成", "在文件夹页新建",
	"装好 LibreOffice 再运行一次", "装好 LibreOffice 再点“再试一次”", "请再运行一次", "请再试一次",
	"请去掉 --项目表", "请不要选样张",
	"再用 ysgk pack use 选一次", "再选用一次",
	"加上 --不导入", "在下面的“不导入”里写", "加上 --补", "在下面的“补”里写", "加上 --金额单位", "在下面的“金额单位”里选",
	"--不导入", "下面的“不导入”", "--金额列", "下面的“金额列”", "--补", "下面的“补”",
	"--金额单位", "下面的“金额单位”", "--工作表", "下面的“工作表”",
)

// explained is an error in words for who reads a page.
func explained(err error) string {
	var file *finding.FileError
	var request trace.RequestError
	switch {
	case errors.As(err, &request):
		return spoken.Replace(request.Error())
	case errors.As(err, &file):
		return spoken.Replace(file.Error())
	case errors.Is(err, errOutside):
		return "这个文件不在选定的文件夹里，不能用。"
	}
	return "程序遇到没有料到的情况，没有写任何文件。请把录入工作簿和这句话交给维护人员：" + err.Error()
}

// job is a piece of work that a page waits for.
type job struct {
	mu     sync.Mutex
	what   string
	parts  []string
	at     string
	start  time.Time
	ended  bool
	broken string // by a fault of the program
	notify func()
}

// Progress is how far a job is.
type Progress struct {
	What        string
	Step, Steps int
	At          string
	Seconds     int
}

// stage is told of each part as it begins.
func (j *job) stage(name string) {
	j.mu.Lock()
	j.at = name
	j.mu.Unlock()
	j.notify()
}

// progress is nil once the job is done.
func (j *job) progress(now time.Time) *Progress {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ended {
		return nil
	}
	return &Progress{j.what, slices.Index(j.parts, j.at) + 1, len(j.parts), j.at, int(now.Sub(j.start).Seconds())}
}

// begin does work in the background; pages of the key are told of its parts and its end.
func (s *Server) begin(key, what string, parts []string, do func(app.Stage)) *job {
	j := &job{what: what, parts: parts, start: s.now(), notify: func() { s.hub.renew(key) }}
	done := s.life.job(s.now)
	go func() {
		defer done()
		s.work.Lock()
		defer s.work.Unlock()
		defer func() {
			fault := recover()
			j.mu.Lock()
			j.ended = true
			if fault != nil { // the other pages go on
				j.broken = fmt.Sprintf("程序遇到没有料到的情况（%v），这一件没有做完。请把文件和这句话交给维护人员。", fault)
			}
			j.mu.Unlock()
			j.notify()
		}()
		select {
		case <-s.ended: // nobody waits for it any more
		default:
			do(j.stage)
		}
	}()
	return j
}

// fault is what broke a job, "" for none.
func (j *job) fault() string {
	if j == nil {
		return ""
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.broken
}
