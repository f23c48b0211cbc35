import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { dark, light, type Scheme, variables } from "./tokens.ts";

// One brand colour, deep teal: 7 on light, 6 on dark are the filled shades.
const brand: MantineColorsTuple = [
  "#ecf5f5",
  "#d8e9e8",
  "#b1d4d2",
  "#84bcba",
  "#54a19e",
  "#2e8a87",
  "#157673",
  "#11605f",
  "#0d4e4d",
  "#083a3a",
];

// Mantine's greys, with a breath of the brand in them.
const gray: MantineColorsTuple = [
  "#f7f9f9",
  "#f0f3f3",
  "#e7ebeb",
  "#dfe4e4",
  "#cdd4d4",
  "#a9b3b3",
  "#808c8c",
  "#566262",
  "#3a4545",
  "#172020",
];

const darkGrey: MantineColorsTuple = [
  "#e4eaea",
  "#bcc8c8",
  "#9aa8a8",
  "#6a7878",
  "#3a4646",
  "#2b3535",
  "#1e2626",
  "#161c1c",
  "#101515",
  "#0b0f0f",
];

export const theme = createTheme({
  primaryColor: "brand",
  primaryShade: { light: 7, dark: 6 },
  colors: { brand, gray, dark: darkGrey },
  fontFamily:
    // system-ui comes last: on many Linux desktops it is a font for documents, not for screens.
    '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace',
  // 14 px is the size of work; the steps around it are few.
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.45", lg: "1.45", xl: "1.4" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.3" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  cursorType: "pointer",
  components: {
    Card: { defaultProps: { withBorder: true, shadow: undefined, padding: "md" } },
    Paper: { defaultProps: { withBorder: true, shadow: undefined } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: "sm", transitionProps: { duration: 80 }, position: "bottom-end" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: "sm", transitionProps: { duration: 80 } } },
  },
});

// Mantine's own variables that mean a surface or a text, said in our tokens.
function scheme(tokens: Scheme): Record<string, string> {
  return {
    ...variables(tokens),
    "--mantine-color-body": tokens.surface,
    "--mantine-color-text": tokens.text,
    "--mantine-color-dimmed": tokens.muted,
    "--mantine-color-placeholder": tokens.muted,
    "--mantine-color-default": tokens.surface,
    "--mantine-color-default-hover": tokens.raised,
    "--mantine-color-default-border": tokens.line,
    "--mantine-color-default-color": tokens.text,
    "--mantine-color-error": tokens.state.breached.text,
    "--mantine-color-anchor": tokens.brand,
    "--mantine-color-brand-text": tokens.brand,
    "--mantine-color-brand-light": tokens.brandSoft,
    "--mantine-color-brand-light-color": tokens.brand,
  };
}

export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: scheme(light),
  dark: scheme(dark),
});
