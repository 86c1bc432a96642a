package cli

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"ysgk/internal/pack"
	"ysgk/internal/report"
	"ysgk/templates"
)

// settings are read from flags, then the environment, then ysgk.yaml in the
// working folder. Environment names are ASCII because shells want them so.
var environment = map[string]string{
	"模板包": "YSGK_PACK",
	"输出":  "YSGK_OUTPUT",
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
		return &report.FileError{File: "ysgk.yaml", Message: "设置文件读不懂，请检查冒号和缩进", Err: err}
	}
	for _, key := range f.settings.AllKeys() {
		if _, known := environment[key]; !known {
			return &report.FileError{File: "ysgk.yaml", Message: fmt.Sprintf("里面的“%s”不认识。可以写的有：输出、模板包", key)}
		}
	}
	return f.settings.BindPFlags(cmd.Flags())
}

// pack opens the pack that flag, environment or ysgk.yaml name.
func (f *face) pack() (*pack.Pack, error) {
	path := f.settings.GetString("模板包")
	if path == "" {
		return pack.Load(templates.Default())
	}
	return loadPack(path)
}

func loadPack(path string) (*pack.Pack, error) {
	files, done, err := openPack(path)
	if err != nil {
		return nil, err
	}
	defer done()
	p, err := pack.Load(files)
	if err != nil {
		return nil, &report.FileError{File: filepath.Base(path), Message: err.Error(), Err: err}
	}
	return p, nil
}

// openPack opens a folder or a zip file.
func openPack(path string) (files fs.FS, done func() error, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, &report.FileError{File: filepath.Base(path), Message: "找不到这个模板包。请检查路径", Err: err}
	}
	if info.IsDir() {
		return os.DirFS(path), func() error { return nil }, nil
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, &report.FileError{File: filepath.Base(path), Message: "打不开，不是模板包文件。请向财政部门重新要一份", Err: err}
	}
	return z, z.Close, nil
}
