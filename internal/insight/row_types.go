package insight

import "reflect"

// RowTypes are the structs of the rows by topic and kind, for whoever describes
// the live feed. Whatever a board puts has the type that stands here.
func RowTypes() map[string]map[string]reflect.Type {
	return map[string]map[string]reflect.Type{
		"desk": {
			"me":      reflect.TypeFor[deskMe](),
			"work":    reflect.TypeFor[deskWork](),
			"queue":   reflect.TypeFor[deskQueue](),
			"waiting": reflect.TypeFor[deskWaiting](),
		},
		"floor": {
			"total":   reflect.TypeFor[floorTotal](),
			"queue":   reflect.TypeFor[floorQueue](),
			"agent":   reflect.TypeFor[floorAgent](),
			"waiting": reflect.TypeFor[floorWaiting](),
			"device":  reflect.TypeFor[floorDevice](),
		},
		"wall": {
			"total":      reflect.TypeFor[floorTotal](),
			"queue":      reflect.TypeFor[floorQueue](),
			"line":       reflect.TypeFor[wallLine](),
			"queue_line": reflect.TypeFor[queueLine](),
		},
		"display": {
			"site":   reflect.TypeFor[displaySite](),
			"call":   reflect.TypeFor[displayCall](),
			"next":   reflect.TypeFor[displayNext](),
			"notice": reflect.TypeFor[displayNotice](),
		},
		"kiosk": {
			"site":    reflect.TypeFor[kioskSite](),
			"service": reflect.TypeFor[kioskService](),
		},
		"turn": {"turn": reflect.TypeFor[turnRow]()},
	}
}
