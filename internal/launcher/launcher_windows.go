package launcher

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

//go:embed icon.ico
var icon []byte

// places are where the entry of the start menu and its icon go.
func places() (menu, picture string, err error) {
	config, err := os.UserConfigDir() // %AppData%
	return filepath.Join(config, "Microsoft", "Windows", "Start Menu", "Programs", Name+".lnk"), filepath.Join(config, "ysgk", "ysgk.ico"), err
}

// Install puts an entry into the start menu, which starts the program that lies at a path.
func Install(program string) (where string, err error) {
	menu, picture, err := places()
	if err != nil {
		return "", err
	}
	if _, err := put([]entry{{picture, icon}}); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(menu), 0o755); err != nil {
		return "", err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if err := shortcut(menu, program, "界面", home, picture); err != nil {
		return "", fmt.Errorf("make the shortcut: %w", err)
	}
	return menu, nil
}

// Uninstall takes the entry away, and says whether there was one.
func Uninstall() (was bool, err error) {
	menu, picture, err := places()
	if err != nil {
		return false, err
	}
	return remove(menu, picture)
}

// The object of the shell that writes shortcuts, and how it is spoken to.
var (
	classShellLink  = windows.GUID{Data1: 0x00021401, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	asShellLink     = windows.GUID{Data1: 0x000214f9, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	asPersistFile   = windows.GUID{Data1: 0x0000010b, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	createInstance  = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
	inThisProcess   = uintptr(1)
	queryInterface  = 0
	release         = 2
	setWorkingIn    = 9
	setArguments    = 11
	setShowCommand  = 15
	setIconLocation = 17
	setPath         = 20
	saveFile        = 6
)

// object is one that COM knows: its methods stand in a table, by number.
type object struct{ methods *[24]uintptr }

// call calls a method; what its arguments point to stays where it is meanwhile.
//
//go:uintptrescapes
func (o *object) call(method int, args ...uintptr) error {
	all := append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)
	code, _, _ := syscall.SyscallN(o.methods[method], all...)
	return failed(code)
}

// failed is the error of a result of COM; it is an int32, below 0 for errors.
func failed(code uintptr) error {
	if int32(code) >= 0 {
		return nil
	}
	return fmt.Errorf("HRESULT %#08x", uint32(code))
}

// shortcut writes a shortcut through the shell itself: what a shortcut is made of is its
// affair, and no script runs, which security programs would stop.
func shortcut(file, program, args, folder, picture string) error {
	runtime.LockOSThread() // COM is set up for a thread
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err != nil {
		return err
	}
	defer windows.CoUninitialize()
	var link, saved *object
	code, _, _ := createInstance.Call(uintptr(unsafe.Pointer(&classShellLink)), 0, inThisProcess, uintptr(unsafe.Pointer(&asShellLink)), uintptr(unsafe.Pointer(&link)))
	if err := failed(code); err != nil {
		return err
	}
	defer link.call(release)
	for method, text := range map[int]string{setPath: program, setArguments: args, setWorkingIn: folder} {
		wide, err := windows.UTF16PtrFromString(text)
		if err != nil {
			return err
		}
		if err := link.call(method, uintptr(unsafe.Pointer(wide))); err != nil {
			return err
		}
	}
	wide, err := windows.UTF16PtrFromString(picture)
	if err != nil {
		return err
	}
	if err := link.call(setIconLocation, uintptr(unsafe.Pointer(wide)), 0); err != nil { // the first icon of the file
		return err
	}
	// The black window that comes before the program closes it is kept small.
	if err := link.call(setShowCommand, windows.SW_SHOWMINNOACTIVE); err != nil {
		return err
	}
	if err := link.call(queryInterface, uintptr(unsafe.Pointer(&asPersistFile)), uintptr(unsafe.Pointer(&saved))); err != nil {
		return err
	}
	defer saved.call(release)
	if wide, err = windows.UTF16PtrFromString(file); err != nil {
		return err
	}
	return saved.call(saveFile, uintptr(unsafe.Pointer(wide)), 1) // it is the file of the object from now on
}
