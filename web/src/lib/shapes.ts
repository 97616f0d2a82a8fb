/** The words of the screens for the server's shapes; everything a screen knows of the server's types passes here. */
import type { components } from "@/api/schema";

type Shapes = components["schemas"];

export type Page<T> = { items: T[]; next_cursor: string | null };
export type Counted<T> = Page<T> & { total: number };

export type Ref = Shapes["Ref"];
export type Money = Shapes["Money"];
export type Session = Shapes["Session"];
export type Event = Shapes["Event"];
export type EventDetail = Shapes["EventDetail"];
export type EventStats = Shapes["EventStats"];
export type EventState = Event["state"];
export type NameCount = Shapes["NameCount"];
export type Customer = Shapes["Customer"];
export type CustomerDetail = Shapes["CustomerDetail"];
export type Contact = Shapes["Contact"];
export type Facets = Shapes["Facets"];
export type TimelineItem = Shapes["TimelineItem"];
export type Enrolment = Shapes["Enrolment"];
export type Why = Shapes["Why"];
export type RunLogEntry = Shapes["RunLogEntry"];
export type Workflow = Shapes["Workflow"];
export type WorkflowDetail = Shapes["WorkflowDetail"];
export type Step = Shapes["Step"];
export type Template = Shapes["Template"];
export type Preview = Shapes["Preview"];
export type Message = Shapes["Message"];
export type MessageDetail = Shapes["MessageDetail"];
export type MessageState = Message["state"];
export type Mail = Shapes["Mail"];
export type MailDetail = Shapes["MailDetail"];
export type Sending = Shapes["Sending"];
export type Engine = Shapes["Engine"];
export type Source = Shapes["Source"];
export type ApiKey = Shapes["ApiKey"];
export type Member = Shapes["Member"];
export type SearchResult = Shapes["SearchResult"];
