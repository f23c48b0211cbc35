package insight

import "turno/internal/core"

// DeviceStanding says whether a kiosk, display or wall is there.
type DeviceStanding struct {
	Key, Kind, Name string
	Site            string // empty: of the whole organisation
	Online          bool
	Since           core.Instant // it came, or was last seen; zero: it never came
}

// devices are the rows of those of an organisation, made once for all floors.
type devices struct {
	of   Organisation
	rows []deviceRow
}

type deviceRow struct {
	key, site string
	doc       []byte
}

// DevicesChanged says that some device came or went. It may be called from any
// goroutine, and asks for nothing itself.
func (b *Boards) DevicesChanged() {
	b.mu.Lock()
	b.devices, b.dirty.rows = nil, true
	b.mu.Unlock()
	b.poke()
}

// showDevices puts the rows of the devices of a floor's place.
func (b *Boards) showDevices(f *floorBoard) {
	if b.opts.Devices == nil {
		return
	}
	if b.devices == nil || b.devices.of != b.org {
		b.devices = &devices{of: b.org}
		for _, d := range b.opts.Devices() {
			row := floorDevice{Kind: d.Kind, Name: d.Name, Site: d.Site, Online: d.Online, Since: d.Since}
			b.devices.rows = append(b.devices.rows, deviceRow{d.Key, d.Site, docOf(row)})
		}
	}
	for i := range b.devices.rows {
		if row := &b.devices.rows[i]; f.has(row.site) {
			f.put("device", row.key, row.doc)
		}
	}
}
