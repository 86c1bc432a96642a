package pack

import "sync"

// Reuse lets what Once makes of the pack serve until the end, for a program that
// fills again and again. The pack must not be changed any more.
func (p *Pack) Reuse() { p.made = &sync.Map{} }

// Once is what make gives, made only once for a pack that is reused. what names
// it; it is shared by all who ask, also at the same time.
func Once[T any](p *Pack, what string, make func() T) T {
	if p.made == nil {
		return make()
	}
	once, _ := p.made.LoadOrStore(what, sync.OnceValue(make))
	return once.(func() T)()
}
