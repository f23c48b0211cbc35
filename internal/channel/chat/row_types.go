package chat

import "reflect"

// RowTypes are the structs of the rows by topic and kind, for whoever describes
// the live feed. Of a message the row leaves out when it was delivered and read.
func RowTypes() map[string]map[string]reflect.Type {
	types := func(state reflect.Type) map[string]reflect.Type {
		return map[string]reflect.Type{
			rowChat: state, rowMessage: reflect.TypeFor[Message](), rowTyping: reflect.TypeFor[typingRow](),
		}
	}
	return map[string]map[string]reflect.Type{
		"chat":         types(reflect.TypeFor[customerRow]()),
		"conversation": types(reflect.TypeFor[agentRow]()),
	}
}
