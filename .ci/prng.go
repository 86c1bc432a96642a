// Prng writes bcryptprimitives.dll, which each Windows has and Wine before 9 has not, and
// without which no program in Go starts. It holds nothing but the name of its one
// function, and that advapi32 has it, too.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
)

func main() {
	const at = 0x1000 // where the section lies in memory
	names := []byte("bcryptprimitives.dll\x00ProcessPrng\x00advapi32.SystemFunction036\x00")
	var exports bytes.Buffer // the directory, the function, its name, its number, the texts
	const directory, texts = 40, 40 + 4 + 4 + 4
	put := func(to *bytes.Buffer, values ...any) {
		for _, v := range values {
			_ = binary.Write(to, binary.LittleEndian, v) // a buffer takes all
		}
	}
	put(&exports, uint32(0), uint32(0), uint32(0), uint32(at+texts), uint32(1), uint32(1), uint32(1), uint32(at+directory), uint32(at+directory+4), uint32(at+directory+8))
	put(&exports, uint32(at+texts+33), uint32(at+texts+21), uint32(0), names) // an address within the section is a text that leads elsewhere

	var out bytes.Buffer
	put(&out, []byte("MZ"), make([]byte, 58), uint32(64), []byte("PE\x00\x00"))
	put(&out, uint16(0x8664), uint16(1), uint32(0), uint32(0), uint32(0), uint16(240), uint16(0x2022))
	put(&out, uint16(0x20b), uint16(0), uint32(0), uint32(0x200), uint32(0), uint32(0), uint32(0))
	put(&out, uint64(0x180000000), uint32(0x1000), uint32(0x200), uint16(6), uint16(0), uint32(0), uint16(6), uint16(0), uint32(0))
	put(&out, uint32(2*at), uint32(0x200), uint32(0), uint16(3), uint16(0x100), uint64(0x100000), uint64(0x1000), uint64(0x100000), uint64(0x1000), uint32(0), uint32(16))
	put(&out, uint32(at), uint32(exports.Len()), make([]byte, 15*8))
	put(&out, []byte(".edata\x00\x00"), uint32(exports.Len()), uint32(at), uint32(0x200), uint32(0x200), uint32(0), uint32(0), uint32(0), uint32(0x40000040))
	out.Write(make([]byte, 0x200-out.Len()))
	out.Write(exports.Bytes())
	out.Write(make([]byte, 0x400-out.Len()))
	if err := os.WriteFile(os.Args[1], out.Bytes(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
