import { expect, it } from "vitest";
import { kindOf, kindTypes } from "../../design/kinds/registry.ts";
import { hasIcon } from "./kind-icon.tsx";

it.each(kindTypes)("has an icon for the kind %s", (type) => {
  expect(hasIcon(kindOf(type).icon)).toBe(true);
});
