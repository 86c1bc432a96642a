package nearest

// widestGap is how many items may differ at most between two that are the same: more are
// taken for gone and new.
const widestGap = 3000

// Common are the pairs of items of two lists that are the same, in order, as many as can
// be; n and m are how many the lists have.
func Common(n, m int, same func(i, k int) bool) (out [][2]int) {
	begin := 0
	for begin < n && begin < m && same(begin, begin) {
		out = append(out, [2]int{begin, begin})
		begin++
	}
	end := 0
	for end < n-begin && end < m-begin && same(n-1-end, m-1-end) {
		end++
	}
	x, y := n-end-begin, m-end-begin
	if x <= widestGap && y <= widestGap {
		length := make([][]int16, x+1)
		for i := range length {
			length[i] = make([]int16, y+1)
		}
		for i := x - 1; i >= 0; i-- {
			for k := y - 1; k >= 0; k-- {
				if same(begin+i, begin+k) {
					length[i][k] = length[i+1][k+1] + 1
				} else {
					length[i][k] = max(length[i+1][k], length[i][k+1])
				}
			}
		}
		for i, k := 0, 0; i < x && k < y; {
			switch {
			case same(begin+i, begin+k):
				out = append(out, [2]int{begin + i, begin + k})
				i, k = i+1, k+1
			case length[i+1][k] >= length[i][k+1]:
				i++
			default:
				k++
			}
		}
	}
	for k := end; k > 0; k-- {
		out = append(out, [2]int{n - k, m - k})
	}
	return out
}
