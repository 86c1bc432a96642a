package cli

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/trust"
)

// settings are read from flags, then the environment, then ysgk.yaml in the
// working folder. Environment names are ASCII because shells want them so.
var environment = map[string]string{
	"模板包": "YSGK_PACK",
	"输出":  "YSGK_OUTPUT",
	"只要":  "YSGK_ONLY",
}

func newSettings() *viper.Viper {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	v.SetConfigFile("ysgk.yaml")
	for key, name := range environment {
		// BindEnv fails only without a key.
		_ = v.BindEnv(key, name)
	}
	return v
}

// load reads ysgk.yaml, which may be absent, and lets the command's flags win.
func (f *face) load(cmd *cobra.Command) error {
	err := f.settings.ReadInConfig()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &finding.FileError{File: "ysgk.yaml", Message: "设置文件读不懂，请检查冒号和缩进", Err: err}
	}
	for _, key := range f.settings.AllKeys() {
		if _, known := environment[key]; !known {
			return &finding.FileError{File: "ysgk.yaml", Message: fmt.Sprintf("里面的“%s”不认识。可以写的有：输出、模板包、只要", key)}
		}
	}
	return f.settings.BindPFlags(cmd.Flags())
}

// packPath is the pack that flag, environment, ysgk.yaml or the user's choice
// name, "" for the built-in one.
func (f *face) packPath() string {
	if path := f.settings.GetString("模板包"); path != "" {
		return path
	}
	return trust.User().Pack()
}

// pack reads the settings, opens the pack in use and says which it is. What is made of
// the pack, its rules and templates compiled, is made once.
func (f *face) pack(cmd *cobra.Command) (*pack.Pack, error) {
	p, from, err := f.quietPack(cmd)
	if err == nil && from != nil && !f.settings.GetBool("静默") {
		fmt.Fprintln(f.err, inUse(p, from))
	}
	if err == nil {
		p.Reuse()
	}
	return p, err
}

// quietPack reads the settings and opens the pack in use; from is nil for the built-in one.
func (f *face) quietPack(cmd *cobra.Command) (p *pack.Pack, from *packfile.Source, err error) {
	if err := f.load(cmd); err != nil {
		return nil, nil, err
	}
	if _, err := f.only(); err != nil {
		return nil, nil, err
	}
	return f.openPack()
}

// openPack opens the pack in use, for who wants no documents without what only they need.
func (f *face) openPack() (p *pack.Pack, from *packfile.Source, err error) {
	path, tables := f.packPath(), f.tables || app.Only(f.settings.GetString("只要")) == app.OnlyTables
	switch {
	case path != "":
		if p, from, err = packfile.Open(path, trust.User()); err == nil && tables {
			p, err = p.TablesOnly()
		}
	case tables:
		p, err = packfile.DefaultTables()
	default:
		p, err = packfile.Default()
	}
	return p, from, err
}

// only is what of the pack's output the user wants.
func (f *face) only() (app.Only, error) {
	text := f.settings.GetString("只要")
	switch want := app.Only(text); want {
	case app.Everything, app.OnlyTables, app.OnlyDocuments:
		return want, nil
	}
	return "", usageError("--只要 后面写 表格 或 文本，不能写“" + text + "”")
}
