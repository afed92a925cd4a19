/**
 * Plans: their state as the last of their records left it, the scenarios that were submitted with the runs that the server
 * computed for itself, conflicts as they were settled, files, comments, and apart from all these who the public's are from.
 */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table plans (
    id uuid primary key,
    unit_code text,
    kind text not null,
    title text not null,
    purpose text not null,
    words tsvector not null,
    adjusts uuid references plans,
    state text not null,
    revision integer not null,
    submissions integer not null,
    edits integer not null,
    consulted_until date,
    decision jsonb,
    decision_number text,
    effective_from date,
    expires_on date,
    specimen boolean not null,
    opened_at timestamptz not null,
    changed_at timestamptz not null
  )`,
  'create index on plans (state, changed_at desc)',
  'create index on plans (changed_at desc, id)',
  'create index on plans using gin (words)',
  `create table plan_actors (
    plan_id uuid not null references plans,
    revision integer not null,
    actor_id uuid not null references users,
    primary key (plan_id, revision)
  )`,
  `create table plan_submissions (
    plan_id uuid not null references plans,
    number integer not null,
    scenario_id uuid not null,
    scenario_revision integer not null,
    places jsonb not null,
    submitted_at timestamptz not null,
    opened_at timestamptz,
    days integer,
    consulted_until date,
    summarised integer,
    primary key (plan_id, number),
    foreign key (scenario_id, scenario_revision) references scenario_revisions (scenario_id, revision)
  )`,
  `create table plan_runs (
    plan_id uuid not null,
    submission integer not null,
    position integer not null,
    claimed jsonb not null,
    job_id uuid not null references jobs,
    run_id uuid references runs,
    differences jsonb,
    primary key (plan_id, submission, position),
    foreign key (plan_id, submission) references plan_submissions (plan_id, number)
  )`,
  'create index on plan_runs (job_id)',
  `create table plan_settlements (
    plan_id uuid not null references plans,
    key text not null,
    conflict jsonb not null,
    how text not null,
    reason text not null,
    actor_id uuid not null references users,
    at timestamptz not null,
    primary key (plan_id, key)
  )`,
  `create table plan_replacements (
    plan_id uuid not null references plans,
    other_plan_id uuid references plans,
    change_id uuid references city_changes,
    reason text not null
  )`,
  'create index on plan_replacements (plan_id)',
  'create index on plan_replacements (other_plan_id)',
  `create table plan_attachments (
    plan_id uuid not null references plans,
    hash text not null,
    name text not null,
    kind text not null,
    bytes integer not null,
    purpose text not null,
    added_at timestamptz not null,
    primary key (plan_id, hash)
  )`,
  'create index on plan_attachments (hash)',
  `create table plan_change_documents (
    change_id uuid primary key references city_changes,
    plan_id uuid not null references plans,
    hash text not null
  )`,
  'create index on plan_change_documents (plan_id)',
  `create table plan_comments (
    id uuid primary key,
    plan_id uuid not null references plans,
    submission integer not null,
    party text not null,
    reply_to uuid references plan_comments,
    anchor jsonb,
    text text not null,
    at timestamptz not null,
    author_id uuid references users,
    resolved_by uuid references users,
    resolved_at timestamptz,
    state text not null,
    reason text not null,
    answer text,
    answered_by uuid references users,
    answered_at timestamptz,
    follow_hash text unique
  )`,
  'create index on plan_comments (plan_id, at)',
  `create table plan_commenters (
    comment_id uuid primary key references plan_comments,
    name text not null,
    contact text not null
  )`,
]
