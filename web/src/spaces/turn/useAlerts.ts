import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Alerts, type Reach } from "./model/alerts.ts";
import { callOf, type View } from "./model/view.ts";

/** Whether the visitor asked to be told, and how; and the telling itself. */
export function useAlerts(view: View): { reach: Reach | undefined; begin: () => Promise<void> } {
  const { t } = useTranslation("turn");
  const [alerts] = useState(() => new Alerts());
  const [reach, setReach] = useState<Reach | undefined>(undefined);
  const call = callOf(view);
  const told = useRef<string | undefined>(undefined);

  useEffect(() => {
    if (call === undefined || call === told.current) return;
    told.current = call;
    const counter = view.counter;
    const body = counter === undefined ? t("called.come") : t("called.counter", { counter });
    alerts.call(t("called.title", { ticket: view.label }), body, view.label);
  }, [alerts, call, view.counter, view.label, t]);

  useEffect(() => {
    const wake = () => {
      if (!document.hidden && reach !== undefined && !view.over) void alerts.stayAwake();
    };
    document.addEventListener("visibilitychange", wake);
    return () => document.removeEventListener("visibilitychange", wake);
  }, [alerts, reach, view.over]);

  useEffect(() => {
    if (view.over) alerts.end();
  }, [alerts, view.over]);

  return { reach, begin: async () => setReach(await alerts.begin()) };
}
