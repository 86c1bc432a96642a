package cli

import (
	"testing"

	"ysgk/internal/batch"
)

func TestTheShareOfABatchIsReadFromTheCallOrTheJob(t *testing.T) {
	slurm := map[string]string{"SLURM_ARRAY_TASK_ID": "12", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_COUNT": "4"}
	for _, c := range []struct {
		text string
		env  map[string]string
		want batch.Share
		ok   bool
	}{
		{"", nil, batch.Share{}, true},
		{"3/10", nil, batch.Share{No: 3, Of: 10}, true},
		{"3/10", slurm, batch.Share{No: 3, Of: 10}, true},
		{"", slurm, batch.Share{No: 3, Of: 4}, true},
		{"4", slurm, batch.Share{No: 3, Of: 4}, true},
		{"10", map[string]string{"JOB_COMPLETION_INDEX": "0"}, batch.Share{No: 1, Of: 10}, true},
		{"10", map[string]string{"JOB_COMPLETION_INDEX": "9"}, batch.Share{No: 10, Of: 10}, true},
		{"10", map[string]string{"JOB_COMPLETION_INDEX": "10"}, batch.Share{}, false},
		{"", map[string]string{"JOB_COMPLETION_INDEX": "0"}, batch.Share{}, false}, // how many parts is not known
		{"10", nil, batch.Share{}, false},
		{"0/3", nil, batch.Share{}, false},
		{"4/3", nil, batch.Share{}, false},
		{"三/十", nil, batch.Share{}, false},
		{"1/", nil, batch.Share{}, false},
	} {
		got, err := shareOf(c.text, func(name string) string { return c.env[name] })
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%q %v: %v, %v", c.text, c.env, got, err)
		}
	}
}
