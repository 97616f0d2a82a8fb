/** What widgets choose from, and widgets a feature brings along; handed down once to all forms of a page. */
import { type ComponentType, createContext } from "react";
import type { AskedField } from "@/ui/condition/condition";
import type { Block, FieldFault, FieldSpec, Params } from "./schema";

export type Offer = { value: string; label: string };
export type World = {
  offers: Record<string, Offer[]>;
  stages: { pipeline: string; value: string; label: string }[];
  triggers: Block[];
  conditions: Block[];
  fields: AskedField[];
  /** Whom it is about: the scope of a field that is named without one. */
  subject: string;
  widgets: Record<string, Widget>;
};
export type WidgetProps = {
  name: string;
  field: FieldSpec;
  value: unknown;
  onChange: (value: unknown) => void;
  /** All parameters of the form, for a field that depends on another. */
  all: Params;
  label: string;
  help: string | undefined;
  wrong: string | undefined;
  /** What is wrong within the field, by the path from there. */
  within: FieldFault[];
  disabled: boolean;
};
export type Widget = ComponentType<WidgetProps>;

export const FormWorld = createContext<World>({ offers: {}, stages: [], triggers: [], conditions: [], fields: [], subject: "contact", widgets: {} });
