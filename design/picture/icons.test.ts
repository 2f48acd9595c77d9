import { expect, it } from "vitest";
import { kindOf, kindTypes } from "../kinds/registry.ts";
import { hasIcon } from "./icons.ts";

it.each(kindTypes)("has an icon for the kind %s", (type) => {
  expect(hasIcon(kindOf(type).icon)).toBe(true);
});
