/** The latest actions of one person through one door, found without reading the log. */
export const history = `
CREATE INDEX idx_events_actor_origin ON events (actor, origin);
`;
