package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"

	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

var plain = regexp.MustCompile(`^\d+\.\d+\.\d+`)

// resources puts beside the source of the program what Windows shows of it: its icon and
// its version. The Go linker takes such files in; clean takes them away again.
func resources(from *of, source string) (clean func() error, err error) {
	var put []string
	clean = func() (err error) {
		for _, file := range put {
			err = errors.Join(err, os.Remove(file))
		}
		return err
	}
	icon, err := os.Open(filepath.Join("internal", "launcher", "icon.ico"))
	if err != nil {
		return clean, err
	}
	defer icon.Close()
	set, err := resourcesOf(from, icon)
	if err != nil {
		return clean, err
	}
	for machine, arch := range map[string]winres.Arch{"amd64": winres.ArchAMD64, "arm64": winres.ArchARM64} {
		file, err := os.Create(filepath.Join(source, "resources_windows_"+machine+".syso"))
		if err != nil {
			return clean, err
		}
		put = append(put, file.Name())
		if err := errors.Join(set.WriteObject(file, arch), file.Close()); err != nil {
			return clean, err
		}
	}
	return clean, nil
}

func resourcesOf(from *of, ico *os.File) (*winres.ResourceSet, error) {
	const chinese = 0x804
	set := &winres.ResourceSet{}
	icon, err := winres.LoadICO(ico)
	if err != nil {
		return nil, err
	}
	if err := set.SetIconTranslation(winres.Name("APP"), winres.LCIDNeutral, icon); err != nil {
		return nil, err
	}
	set.SetManifest(winres.AppManifest{Compatibility: winres.Win10AndAbove, LongPathAware: true, DPIAwareness: winres.DPIPerMonitorV2})
	var info version.Info
	number := plain.FindString(from.version)
	info.SetFileVersion(number)
	info.SetProductVersion(number)
	for key, text := range map[string]string{
		version.ProductName: "ysgk 预算公开表填报工具", version.FileDescription: "预算公开表填报工具",
		version.ProductVersion: from.version, version.FileVersion: number,
		version.InternalName: "ysgk", version.OriginalFilename: "ysgk.exe", version.Comments: from.commit,
		version.LegalCopyright: "Apache License 2.0",
	} {
		if err := info.Set(chinese, key, text); err != nil {
			return nil, err
		}
	}
	set.SetVersionInfo(info)
	return set, nil
}
