// A new customer as typed at the desk, and as the API wants it.

export interface NewCustomerForm {
  name: string;
  phone: string;
  document: string;
  email: string;
}

export type IdentityKind = "phone" | "document" | "email";

export interface Identity {
  kind: IdentityKind;
  value: string;
}

/** The addresses that were typed; empty fields are none. */
export function identitiesOf(form: NewCustomerForm): Identity[] {
  const kinds: IdentityKind[] = ["phone", "document", "email"];
  return kinds.map((kind) => ({ kind, value: form[kind].trim() })).filter(({ value }) => value !== "");
}

/** What was typed into the search belongs into one of the fields. */
export function formFrom(typed: string): NewCustomerForm {
  const text = typed.trim();
  const empty: NewCustomerForm = { name: "", phone: "", document: "", email: "" };
  if (text.includes("@")) return { ...empty, email: text };
  if (/^\+?[\d\s()-]{7,}$/.test(text)) return { ...empty, phone: text };
  if (/\d/.test(text)) return { ...empty, document: text };
  return { ...empty, name: text };
}
