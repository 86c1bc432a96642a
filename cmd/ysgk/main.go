// Command ysgk fills the tables of a department's published budget
// (预算公开表) from one input workbook.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"ysgk/internal/cli"
)

func main() {
	patient()
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}

// room is how much memory may be in use before garbage is collected, at the least; most
// commands end before: to fill the tables of a department takes 22 MiB. The runtime knows a
// percentage alone: from 4 MiB up it would collect again and again, and once room has been
// used, it is there to be used again. More of it costs more than it spares: to touch memory
// for the first time takes longer than to collect what is in it.
const room = 26 << 20

// patient lets garbage be collected when room is in use, and later as usual.
func patient() {
	const least = 4 << 20 // of the runtime
	usual := debug.SetGCPercent(100 * room / least)
	if usual != 100 { // somebody has set GOGC
		debug.SetGCPercent(usual)
		return
	}
	afterwards(usual)
}

// afterwards sets after each collection when the next one is to be.
func afterwards(usual int) {
	runtime.AddCleanup(new([16]byte), func(usual int) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		n := int(live[0].Value.Uint64())
		if patience := 100 * (room - n) / n; patience > usual {
			debug.SetGCPercent(patience)
			afterwards(usual)
		} else {
			debug.SetGCPercent(usual)
		}
	}, usual)
}
