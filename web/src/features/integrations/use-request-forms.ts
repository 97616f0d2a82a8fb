/** The pages on which customers ask for something to be done. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get } from "@/lib/http";
import type { Page, RequestForm } from "@/lib/shapes";

export const requestFormsQuery = queryOptions({ queryKey: ["request-forms"], queryFn: ({ signal }) => get<Page<RequestForm>>("/api/request-forms", { signal }) });

export function useFormChange<Answer, Given = void>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: requestFormsQuery.queryKey }) });
}
