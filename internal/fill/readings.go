package fill

// Reading says how a formula that touches a list is read when the list grows.
type Reading struct {
	Sheet, Cell string // of the template
	Formula     string // without "="
	Words       string // what its references mean
	Warn        bool   // it may mean something else than it was meant to
	Hint        string // then: what to write instead
}

// Readings tells of every formula that touches a list how it is read.
func (t *Template) Readings() []Reading { return nil }
