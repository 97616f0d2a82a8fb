/** Ends the session and forgets everything that was read in it. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { send } from "@/lib/http";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";

export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => {
    void send("DELETE", "/api/session").then(
      async () => {
        await navigate({ to: "/sign-in" });
        client.clear();
      },
      (error: unknown) => warn(reason(error)),
    );
  };
}
