import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../../api/client.ts";

/** A contact with its history, its legs and why each agent got it. */
export function useContact(id: string) {
  return useQuery({
    queryKey: ["contact", id],
    queryFn: () => data(api.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
    staleTime: 5_000,
  });
}

/** What colleagues wrote about a contact before; "" while it is not known. */
export function useNote(contact: string): string {
  return useContact(contact).data?.note ?? "";
}

/** The last contacts of a customer, newest first. */
export function useContactsOf(customer: string) {
  return useQuery({
    queryKey: ["contacts", customer],
    queryFn: () => data(api.GET("/api/v1/contacts", { params: { query: { customer, limit: 20 } } })),
    staleTime: 5_000,
  });
}

export function useCustomer(id: string) {
  return useQuery({
    queryKey: ["customer", id],
    queryFn: () => data(api.GET("/api/v1/customers/{id}", { params: { path: { id } } })),
    staleTime: 30_000,
  });
}
