import { Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, Route, Routes } from "react-router";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { useMe } from "../../session/session.ts";
import { AuditLog } from "./audit/AuditLog.tsx";
import { PairPage } from "./devices/PairPage.tsx";
import { useDraft } from "./model/draft.ts";
import { sections } from "./model/sections.ts";
import { draftActs, StudioDraftContext, useStudioDraft } from "./model/useStudioDraft.ts";
import { CompareSites } from "./pages/CompareSites.tsx";
import { ObjectsPage } from "./pages/ObjectsPage.tsx";
import { SkillGrid } from "./pages/SkillGrid.tsx";
import { DraftBar } from "./review/DraftBar.tsx";
import classes from "./Studio.module.css";

const groups = ["places", "people", "work", "words"] as const;

/** What the organisation is: everything of it on screens, changed as a draft and published when it is right. */
export function Studio() {
  const { t } = useTranslation("studio");
  const me = useMe();
  const [draft, change] = useDraft(me.id);
  // The log is one for the whole organisation, and so is the right to read it.
  const mayAudit = me.permissions["audit.view"]?.includes("org") ?? false;
  const acts = useMemo(() => draftActs(draft, change), [draft, change]);
  return (
    <StudioDraftContext value={acts}>
      <div className={classes["studio"]}>
        <nav className={classes["menu"]} aria-label={t("menu.label")}>
          {groups.map((group) => (
            <div key={group}>
              <h2>{t(`menu.${group}`)}</h2>
              <ul>
                {sections
                  .filter((section) => section.group === group)
                  .map((section) => (
                    <li key={section.key}>
                      <NavLink to={`/studio/${section.key}`}>
                        <span>{t(`section.${section.key}`)}</span>
                        <Count kind={section.kind} />
                      </NavLink>
                    </li>
                  ))}
                {group === "people" && (
                  <li>
                    <NavLink to="/studio/grid">{t("section.grid")}</NavLink>
                  </li>
                )}
                {group === "people" && mayAudit && (
                  <li>
                    <NavLink to="/studio/audit">{t("section.audit")}</NavLink>
                  </li>
                )}
                {group === "places" && (
                  <li>
                    <NavLink to="/studio/compare">{t("section.compare")}</NavLink>
                  </li>
                )}
              </ul>
            </div>
          ))}
        </nav>
        <div className={classes["room"]}>
          <Suspense fallback={<RowSkeleton rows={10} />}>
            <Routes>
              <Route index element={<Navigate to="/studio/queues" replace />} />
              <Route path="grid" element={<SkillGrid />} />
              {mayAudit && <Route path="audit" element={<AuditLog />} />}
              <Route path="pair" element={<PairPage />} />
              <Route path="compare" element={<CompareSites />} />
              {sections.map((section) => (
                <Route key={section.key} path={section.key}>
                  <Route index element={<ObjectsPage key={section.key} section={section} />} />
                  <Route path=":key" element={<ObjectsPage key={section.key} section={section} />} />
                </Route>
              ))}
              <Route path="*" element={<Navigate to="/studio/queues" replace />} />
            </Routes>
          </Suspense>
        </div>
        <DraftBar />
      </div>
    </StudioDraftContext>
  );
}

/** How many changes of a kind are in the draft. */
function Count({ kind }: { kind: string }) {
  const { t } = useTranslation("studio");
  const { draft } = useStudioDraft();
  const count = draft.filter((edit) => edit.kind === kind).length;
  if (count === 0) return null;
  return (
    <span className={classes["count"]}>
      <span aria-hidden>{count}</span>
      <span className={classes["hidden"]}>{t("draft.changes", { count })}</span>
    </span>
  );
}
