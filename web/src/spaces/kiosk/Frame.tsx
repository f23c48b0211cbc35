import { IconArrowLeft, IconHome } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { Clock } from "../../kit/Clock.tsx";
import { useLayer } from "../../kit/layers.ts";
import classes from "./Kiosk.module.css";
import type { Flow, Step } from "./model/flow.ts";
import type { KioskConfig } from "./model/types.ts";
import { BigButton } from "./parts/BigButton.tsx";
import { IdleBar } from "./parts/IdleBar.tsx";
import { StaffChip } from "./parts/StaffChip.tsx";
import { useIdle } from "./useIdle.ts";
import type { Standing } from "./useStanding.ts";

// How long a screen stays without a touch, and from when on it says so.
const question_s = 40;
const answer_s = 25;
const shown_s = 15;

export interface FrameProps {
  config: KioskConfig;
  flow: Flow;
  standing: Standing;
  away: boolean;
  atHome: boolean;
  walk: (step: Step) => void;
  children: ReactNode;
}

/** What is around every screen: the branch, the clock, the way back, the way home by itself. */
export function Frame({ config, flow, standing, away, atHome, walk, children }: FrameProps) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  const { screen } = flow;
  const asking = screen.at === "service" || screen.at === "person";
  const seconds = atHome || screen.at === "taking" ? 0 : asking ? question_s : answer_s;
  const { left, stay } = useIdle(seconds, () => walk({ do: "home" }));
  useLayer(!atHome, () => walk({ do: "back" }));

  return (
    <div className={classes["kiosk"]}>
      <header className={classes["head"]}>
        <span className={classes["site"]}>{format.text(config.site_name)}</span>
        <StaffChip config={config} standing={standing} away={away} />
        <Clock timeZone={config.timezone} className={classes["clock"] ?? ""} />
      </header>
      <main className={classes["body"]}>{children}</main>
      <footer className={classes["foot"]}>
        {!atHome && asking && (
          <div className={classes["buttons"]}>
            <BigButton onClick={() => walk({ do: "back" })} icon={<IconArrowLeft aria-hidden />}>
              {t("back")}
            </BigButton>
            {config.languages.length > 1 && (
              <BigButton onClick={() => walk({ do: "home" })} icon={<IconHome aria-hidden />}>
                {t("restart")}
              </BigButton>
            )}
          </div>
        )}
        {left !== undefined && left <= shown_s && <IdleBar left={left} of={shown_s} stay={stay} />}
        {!atHome && !asking && screen.at !== "taking" && (
          <BigButton onClick={() => walk({ do: "home" })} strong>
            {t("done")}
          </BigButton>
        )}
      </footer>
    </div>
  );
}
