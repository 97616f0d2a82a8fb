/** The words of the screens for the server's shapes; everything a screen knows of the server's types passes here. */
import type { components } from "@/api/schema";

type Shapes = components["schemas"];

export type Page<T> = { items: T[]; next_cursor: string | null };
export type Counted<T> = Page<T> & { total: number };

export type Ref = Shapes["Named"];
export type WorkflowRef = Shapes["NamedWorkflow"];
export type Money = Shapes["Money"];
export type Session = Shapes["Session"];
export type Event = Shapes["EventOut"];
export type EventDetail = Shapes["EventRecord"];
export type EventStats = Shapes["Stats"];
export type NameCount = Shapes["NameOut"];
export type Customer = Shapes["CustomerOut"];
export type CustomerDetail = Shapes["CustomerRecord"];
export type Contact = Shapes["ContactOut"];
export type Facets = Shapes["Facets"];
export type Pipeline = Shapes["PipelineOut"];
export type TimelineItem = Shapes["MomentOut"];
export type Enrolment = Shapes["EnrolmentOut"];
export type Why = Shapes["WhyOut"];
export type RunLogEntry = Shapes["RunLogEntry"];
export type Member = Shapes["MemberOut"];
export type Workflow = Shapes["WorkflowOut"];
export type WorkflowDetail = Shapes["WorkflowRecord"];
export type Step = Shapes["StepOut"];
export type Template = Shapes["TemplateOut"];
export type Engine = Shapes["Engine"];
export type Source = Shapes["SourceOut"];
export type ApiKey = Shapes["KeyOut"];
export type SearchResult = Shapes["Found"];
export type Preview = Shapes["Preview"];
export type Segment = Shapes["SegmentOut"];
export type SegmentDetail = Shapes["SegmentDetail"];
export type SegmentField = Shapes["FieldOut"];
export type SegmentMember = Shapes["SegmentMember"];
export type SegmentPreview = Shapes["SegmentPreview"];
export type Message = Shapes["Message"];
export type MessageDetail = Shapes["MessageDetail"];
export type MessageState = Message["state"];
export type Mail = Shapes["Mail"];
export type MailDetail = Shapes["MailDetail"];
export type Mailbox = Shapes["Mailbox"];
export type Sending = Shapes["Sending"];
