import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../../api/client.ts";
import type { components } from "../../../api/schema.gen.ts";

export type Device = components["schemas"]["Device"];

const page = 200;
export const devicesKey = ["devices"] as const;

async function fetchAll(): Promise<Device[]> {
  const all: Device[] = [];
  let after: string | undefined;
  do {
    const query = { limit: page, ...(after !== undefined && { after }) };
    const { items, next } = await data(api.GET("/api/v1/devices", { params: { query } }));
    all.push(...items);
    after = next;
  } while (after !== undefined);
  return all;
}

/** Kiosks, displays and walls as they stand now; asked again every few seconds while they are looked at. */
export function useDevices(wanted = true) {
  return useQuery({ queryKey: devicesKey, queryFn: fetchAll, enabled: wanted, refetchInterval: 3_000 });
}
