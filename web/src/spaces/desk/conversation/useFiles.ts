import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { fileMax, refusalOf, sizeWords, typeNames } from "./model/files.ts";

export interface FilesInput {
  inbox: string | undefined;
  /** Notes have no files. */
  note: boolean;
  send: (file: File) => void;
}

/** Files by button, from the clipboard, or dropped; what may not be sent is said in words. */
export function useFiles({ inbox, note, send }: FilesInput) {
  const { t } = useTranslation("conversation");
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  const rules = organisation?.inboxes.find(({ key }) => key === inbox)?.files;
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const [over, setOver] = useState(false);
  const [round, setRound] = useState(0);
  const allowed = (rules?.types?.length ?? 0) > 0;
  const limits = {
    types: new Intl.ListFormat(format.language, { type: "disjunction" }).format(
      typeNames(rules, t("file.plain")),
    ),
    size: sizeWords(format.language, fileMax(rules)),
  };
  const why = (file: File): string | undefined => {
    if (!allowed) return t("file.none");
    if (note) return t("file.note");
    const refusal = refusalOf(file, rules);
    return refusal && t(`file.refused.${refusal}`, { name: file.name, ...limits });
  };
  const take = (files: readonly File[]) => {
    setRound((before) => before + 1); // so that the same file may be chosen again
    setRefused(undefined);
    for (const file of files) {
      const words = why(file);
      if (words === undefined) send(file);
      else setRefused(words);
    }
  };
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(false);
      take([...event.dataTransfer.files]);
    },
  };
  return {
    allowed,
    accept: (rules?.types ?? []).join(","),
    words: t("file.send", limits),
    refused,
    over,
    round,
    take,
    drop,
  };
}
