// @ts-check
import activity from "./activity.css";
import artifacts from "./artifacts.css";
import text from "./text.css";

/** What the view of a job needs, wherever it is shown; after the theme. */
export const activityStyles = [text, artifacts, activity];
