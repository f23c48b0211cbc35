// The widget's styles, part by part, in the order in which they count.

import adapt from "./style/adapt.css?inline";
import base from "./style/base.css?inline";
import composer from "./style/composer.css?inline";
import controls from "./style/controls.css?inline";
import ending from "./style/ending.css?inline";
import launcher from "./style/launcher.css?inline";
import messages from "./style/messages.css?inline";
import panel from "./style/panel.css?inline";
import screens from "./style/screens.css?inline";

const css = [base, launcher, panel, controls, screens, messages, composer, ending, adapt].join("\n");

/** A sheet of its own is no inline style: the page's policy need not allow any. */
export function styled(shadow: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
}
