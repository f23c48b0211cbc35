import type { OptionsFilter } from "@mantine/core";
import { type ChoiceGroup, matchingGroups } from "../model/tree.ts";

/** Lets a list of grouped choices be searched by every word of the path. */
export const byPath: OptionsFilter = ({ options, search }) =>
  matchingGroups(options as ChoiceGroup[], search) as typeof options;
