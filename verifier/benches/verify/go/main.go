// Adds the entries of a bundle up to a root with golang.org/x/mod/sumdb/tlog.
package main

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"

	"foreign/tlog"
)

// stored has the hashes of a tree in the order of their indexes.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = s[index]
	}
	return hashes, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	file, err := os.Open(os.Args[1])
	check(err)
	var hashes stored
	var claimed tlog.Tree
	entries := int64(0)
	parts := tar.NewReader(file)
	for {
		part, err := parts.Next()
		if err == io.EOF {
			break
		}
		check(err)
		isCheckpoint := part.Name == "checkpoint"
		if !isCheckpoint && !strings.HasPrefix(part.Name, "tile/entries/") {
			continue
		}
		body, err := io.ReadAll(parts)
		check(err)
		if isCheckpoint {
			lines := bytes.SplitN(body, []byte("\n"), 4)
			_, err = fmt.Sscan(string(lines[1]), &claimed.N)
			check(err)
			claimed.Hash, err = tlog.ParseHash(string(lines[2]))
			check(err)
			continue
		}
		for len(body) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(body))
			more, err := tlog.StoredHashesForRecordHash(entries, tlog.RecordHash(body[2:end]), hashes)
			check(err)
			hashes = append(hashes, more...)
			entries++
			body = body[end:]
		}
	}
	root, err := tlog.TreeHash(entries, hashes)
	check(err)
	if root != claimed.Hash || entries != claimed.N {
		check(fmt.Errorf("another root"))
	}
}
