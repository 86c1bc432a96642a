package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

var held []byte // what the program uses

func TestGarbageIsCollectedWhenTheRoomIsFullEachTimeAndAsUsualWhereMoreIsUsed(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	runtime.GC() // what other tests used is no part of it
	patient()
	collections := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumGC
	}
	const fills = 10
	before := collections()
	for range fills * room >> 20 {
		held = make([]byte, 1<<20)
		time.Sleep(100 * time.Microsecond) // filling gives others their turn too
	}
	if n := collections() - before; n < fills-2 || n > 2*fills {
		t.Errorf("%d collections of %d times the room", n, fills)
	}
	held = make([]byte, room)
	percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		runtime.GC()
		if metrics.Read(percent); percent[0].Value.Uint64() == 100 {
			break
		}
	}
	if n := percent[0].Value.Uint64(); n != 100 {
		t.Errorf("with all of the room in use garbage is collected at %d %%", n)
	}
	held = nil
}
