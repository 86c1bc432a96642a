package input

import "testing"

func TestNamesThatDifferInOneCharacterAreNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"司法业务大楼运行维护费", "司法业务大楼运行维护", true},
		{"司法业务大楼运行维护费", "司法业务大楼运行维户费", true},
		{"基层司法业务经费", "基层司法业经费", true},
		{"道路维修（一期）", "道路维修（二期）", false},
		{"2025年政法转移支付", "2026年政法转移支付", false},
		{"省级补助资金项目", "市级补助资金项目", false},
		{"安置帮教工作经费", "社区矫正工作经费", false},
		{"阳泉市司法局", "阳泉市司法所", false},
		{"阳泉市法律援助中心", "阳泉市法律援肋中心", true},
		{"水电费", "水费", false},
		{"大楼维修改造工程", "大楼维修改造工程监理", false},
		{"甲乙丙维修费用", "甲乙维丙修费用", false},
	} {
		n := nearby{map[string]string{}, map[string]string{}, map[string]string{}}
		n.add("某局", c.a)
		if _, near := n.add("另一局", c.b); near {
			t.Errorf("%s and %s of two units are asked about", c.a, c.b)
		}
		n = nearby{map[string]string{}, map[string]string{}, map[string]string{}}
		n.add("某局", c.a)
		if other, near := n.add("某局", c.b); near != c.near || near && other != c.a {
			t.Errorf("%s and %s: %v", c.a, c.b, near)
		}
	}
}
