package branch

import "testing"

// Ensure the numbers given at the door and those reserved never meet, begin at
// 1 and at 500, and leave none out but 0.
func TestNumbers(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	for n := range 3000 {
		for _, number := range []int{takenAtDoor(n), reserved(n)} {
			if seen[number] {
				t.Fatalf("%d is given twice", number)
			}
			seen[number] = true
		}
	}
	for number := range 6000 {
		if !seen[number] {
			t.Fatalf("%d is never given", number)
		}
	}
	if takenAtDoor(1) != 1 || takenAtDoor(499) != 499 || takenAtDoor(500) != 1000 || reserved(0) != 500 || reserved(500) != 1500 {
		t.Error("the halves of the thousands are not where they belong")
	}
}
