/** Everything behind the sign-in: the guard and the frame. */
import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { Problem } from "@/lib/http";
import { sessionQuery } from "@/lib/session";
import { TagColours } from "@/features/customers/tag-colours";
import { speakAsMember } from "@/features/team/speak-as-member";
import { StaffFrame } from "@/staff-frame";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    try {
      const session = await context.client.ensureQueryData(sessionQuery);
      await speakAsMember(session);
      if (session.member.must_add_second_step && location.pathname !== "/settings/you") throw redirect({ to: "/settings/you", replace: true });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) throw redirect({ to: "/sign-in", search: { to: location.href } });
      throw error;
    }
  },
  component: App,
});

function App() {
  return (
    <TagColours>
      <StaffFrame>
        <Outlet />
      </StaffFrame>
    </TagColours>
  );
}
