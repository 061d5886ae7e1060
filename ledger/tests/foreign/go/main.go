// Judges logs with golang.org/x/mod/sumdb: one JSON object a line in, one answer a line out.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"foreign/note"
	"foreign/tlog"
)

type kase struct {
	Log, Witness, Checkpoint string
	OldSize                  int64    `json:"old_size"`
	OldRoot                  string   `json:"old_root"`
	Consistency, Inclusion   []string
	Index                    int64
	Entry                    string
	Tiles, Bundles           map[string]string
}

// witness verifies timestamped cosignatures, which the library does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), text...), sig[8:])
}

func newWitness(vkey string) (witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return witness{}, errors.New("no key of a witness")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return witness{}, errors.New("another id of the witness")
	}
	return witness{parts[0], hash, key[1:]}, nil
}

func hashes(texts []string) (all []tlog.Hash, err error) {
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		all = append(all, hash)
	}
	return all, nil
}

// reader serves the tiles of a case under the library's names for them.
type reader map[string]string

func (r reader) Height() int                        { return 8 }
func (r reader) SaveTiles([]tlog.Tile, [][]byte) {}
func (r reader) ReadTiles(tiles []tlog.Tile) (all [][]byte, err error) {
	for _, tile := range tiles {
		text, ok := r["tile/"+strings.TrimPrefix(tile.Path(), "tile/8/")]
		if !ok {
			return nil, errors.New("no tile " + tile.Path())
		}
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func entries(bundles map[string]string, size int64) (all [][]byte, err error) {
	for n := int64(0); n*256 < size; n++ {
		width := int(min(256, size-n*256))
		path := tlog.Tile{H: 8, L: -1, N: n, W: width}.Path()
		path = strings.Replace(path, "tile/8/data/", "tile/entries/", 1)
		data, err := base64.StdEncoding.DecodeString(bundles[path])
		if err != nil {
			return nil, err
		}
		for ; len(data) >= 2; width-- {
			length := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+length {
				return nil, errors.New("a bundle is cut short")
			}
			all, data = append(all, data[2:2+length]), data[2+length:]
		}
		if width != 0 || len(data) != 0 {
			return nil, errors.New("a bundle has another number of entries")
		}
	}
	return all, nil
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func judge(c kase) error {
	log, err := note.NewVerifier(c.Log)
	if err != nil {
		return err
	}
	cosigner, err := newWitness(c.Witness)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(c.Checkpoint), note.VerifierList(log, cosigner))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
		return errors.New("a signature is missing")
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.Name() {
		return errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	return tree(c, size, root)
}

func tree(c kase, size int64, root tlog.Hash) error {
	entry, err := base64.StdEncoding.DecodeString(c.Entry)
	if err != nil {
		return err
	}
	inclusion, err := hashes(c.Inclusion)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(inclusion, size, root, c.Index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	consistency, err := hashes(c.Consistency)
	if err != nil {
		return err
	}
	old, err := tlog.ParseHash(c.OldRoot)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(consistency, size, root, c.OldSize, old); err != nil {
		return err
	}
	all, err := entries(c.Bundles, size)
	if err != nil {
		return err
	}
	if !bytes.Equal(all[c.Index], entry) {
		return errors.New("another entry")
	}
	read := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, reader(c.Tiles))
	for index, entry := range all {
		found, err := read.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(index))})
		if err != nil {
			return err
		}
		if found[0] != tlog.RecordHash(entry) {
			return errors.New("an entry is not the one in the tile")
		}
	}
	return nil
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var c kase
		err := json.Unmarshal(in.Bytes(), &c)
		if err == nil {
			err = judge(c)
		}
		if err != nil {
			fmt.Println("refused:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok")
		}
	}
	if in.Err() != nil {
		panic(in.Err())
	}
}
