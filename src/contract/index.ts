/**
 * Every model of the contract by its name in the OpenAPI document, beside HoneypotLog and AgentEvent, which src/ingest/
 * describes. A new model is a line here.
 */

import { About, MarkList, PlaceSource } from './about.ts';
import {
  FirstPassword,
  PasswordChange,
  TokenResponse,
  UserCreate,
  UserLogin,
  UserResponse,
  Welcome,
} from './account.ts';
import { AcknowledgeAsked, Acknowledged } from './acknowledge.ts';
import { Activity, Techniques, TopList, Vulnerabilities } from './activity.ts';
import {
  AgentRegistration,
  AgentSuccess,
  BlockConfirmation,
  DecoyRegistration,
  DecoysRegistered,
  HeartbeatAnswer,
  PlantedDecoy,
  PlantedDecoys,
} from './agent.ts';
import { Alert, AlertUpdate, AlertUpdated, RecentAttack } from './alert.ts';
import { AlertSettings, AlertSettingsUpdate, QuietHours } from './alert-settings.ts';
import { ApiKey, ApiKeyCreate, ApiKeyCreated, ApiKeyRevoked, MadeByKey } from './api-key.ts';
import {
  AssetSource,
  AssetSourceDetail,
  AssetSourcePut,
  AssetSources,
  AssetSourceWritten,
  FoundAsset,
} from './asset.ts';
import { AttackerProfile } from './attacker.ts';
import {
  BlockCreate,
  BlockEntry,
  BlockFeed,
  BlockFeedCreate,
  BlockFeedCreated,
  BlockFeeds,
  BlockList,
  BlockSettings,
  IncidentBlock,
} from './block.ts';
import { BulkJob, BulkJobCreate, BulkJobs } from './bulk-job.ts';
import { Capture, KeptCapture } from './capture.ts';
import {
  Channel,
  ChannelCreate,
  ChannelFilter,
  ChannelKind,
  ChannelPreview,
  ChannelPreviewAsked,
  ChannelTested,
  ChannelUpdate,
} from './channel.ts';
import { Condition } from './condition.ts';
import { DecoyResponse } from './decoy.ts';
import { Delivery, IncidentDeliveries } from './delivery.ts';
import { Digest, DigestCreate, DigestPreview, DigestUpdate } from './digest.ts';
import { Event, LogEntry } from './event.ts';
import { Group, GroupCreate, GroupDeleted, GroupUpdate } from './group.ts';
import {
  CommentCreate,
  Incident,
  IncidentBulkAnswer,
  IncidentBulkUpdate,
  IncidentCount,
  IncidentDetail,
  IncidentUpdate,
  KeyStep,
} from './incident.ts';
import {
  IncidentMerge,
  IncidentMergeAnswer,
  IncidentSplit,
  IncidentSplitAnswer,
  IncidentsSeen,
  IncidentsSeenAnswer,
  IncidentTakeApart,
  IncidentTakeApartAnswer,
} from './incident-merging.ts';
import { AgentAnswer, BatchAnswer, HoneypotAnswer } from './ingest-answer.ts';
import { IngestProblem } from './ingest-problem.ts';
import { InputAnswer } from './input-answer.ts';
import { Entry } from './journal.ts';
import { MLPrediction, Vulnerability } from './judgement.ts';
import { KnownScanner, KnownScannerCreate, KnownScannerUpdate } from './known-scanner.ts';
import { MappedSample, Mapping, MappingCreate, MappingPreview, MappingUpdate } from './mapping.ts';
import { NodeCreate, NodeDeleted, NodeResponse, NodeStats, NodeUpdate } from './node.ts';
import { NodeTestAsked, NodeTested } from './node-test.ts';
import { Observable, ObservableDetail, ObservableKinds, ObservableList, Revealed } from './observable.ts';
import { Place } from './place.ts';
import { Problem } from './problem.ts';
import { QueryFields } from './query-language.ts';
import { Quota } from './quota.ts';
import { RawRecord } from './raw-record.ts';
import { KeptRecording, Recording } from './recording.ts';
import { Sample } from './sample.ts';
import type { Schema } from './schema.ts';
import { SearchAnswer } from './search.ts';
import { Health, ServerInfo } from './server-info.ts';
import { Session, SessionDetail } from './session.ts';
import { NodeSetup, SensorKind } from './setup.ts';
import { StatsResponse } from './stats.ts';
import { Success } from './success.ts';
import {
  Suppression,
  SuppressionCount,
  SuppressionCreate,
  SuppressionPreview,
  SuppressionUpdate,
} from './suppression.ts';
import { Token, TokenCreate, TokenKind, TokenList, TokenTested, TokenUpdate } from './token.ts';
import { Understood } from './understood.ts';
import {
  AlertVerdict,
  AlertVerdictAnswer,
  IncidentVerdict,
  IncidentVerdictAnswer,
  ThresholdAdvice,
  ThresholdApply,
} from './verdict.ts';
import { Preferences, SavedView, SavedViewCreate, SavedViewUpdate } from './view.ts';
import { Wallboard, WallboardCreate, WallboardCreated, WallboardData } from './wallboard.ts';

export const models: Readonly<Record<string, Schema>> = {
  UserCreate,
  UserLogin,
  UserResponse,
  TokenResponse,
  PasswordChange,
  Welcome,
  FirstPassword,
  NodeCreate,
  NodeResponse,
  NodeUpdate,
  NodeStats,
  NodeTestAsked,
  NodeTested,
  Group,
  GroupCreate,
  GroupUpdate,
  GroupDeleted,
  DecoyResponse,
  MLPrediction,
  Vulnerability,
  HoneypotAnswer,
  IngestProblem,
  InputAnswer,
  NodeSetup,
  SensorKind,
  AgentAnswer,
  Alert,
  RecentAttack,
  AlertUpdate,
  AlertUpdated,
  AttackerProfile,
  Session,
  SessionDetail,
  StatsResponse,
  LogEntry,
  Event,
  BatchAnswer,
  Problem,
  Incident,
  IncidentDetail,
  NodeDeleted,
  AgentRegistration,
  PlantedDecoy,
  PlantedDecoys,
  DecoyRegistration,
  DecoysRegistered,
  HeartbeatAnswer,
  AgentSuccess,
  BlockConfirmation,
  IncidentUpdate,
  CommentCreate,
  AcknowledgeAsked,
  Acknowledged,
  IncidentBulkUpdate,
  IncidentBulkAnswer,
  IncidentCount,
  BulkJobCreate,
  BulkJob,
  BulkJobs,
  IncidentMerge,
  IncidentMergeAnswer,
  IncidentSplit,
  IncidentSplitAnswer,
  IncidentTakeApart,
  IncidentTakeApartAnswer,
  IncidentsSeen,
  IncidentsSeenAnswer,
  JournalEntry: Entry,
  AlertVerdict,
  IncidentVerdict,
  IncidentVerdictAnswer,
  AlertVerdictAnswer,
  SavedView,
  SavedViewCreate,
  SavedViewUpdate,
  Wallboard,
  WallboardCreate,
  WallboardCreated,
  WallboardData,
  Preferences,
  ThresholdAdvice,
  ThresholdApply,
  Suppression,
  SuppressionCreate,
  SuppressionUpdate,
  SuppressionPreview,
  SuppressionCount,
  KeyStep,
  KnownScanner,
  KnownScannerCreate,
  KnownScannerUpdate,
  Condition,
  QuietHours,
  AlertSettings,
  AlertSettingsUpdate,
  ChannelFilter,
  Channel,
  ChannelKind,
  ChannelCreate,
  ChannelUpdate,
  ChannelPreviewAsked,
  ChannelPreview,
  ChannelTested,
  Delivery,
  IncidentDeliveries,
  Digest,
  DigestCreate,
  DigestPreview,
  DigestUpdate,
  BlockEntry,
  BlockList,
  BlockCreate,
  IncidentBlock,
  BlockSettings,
  BlockFeed,
  BlockFeeds,
  BlockFeedCreate,
  BlockFeedCreated,
  ApiKey,
  ApiKeyCreate,
  ApiKeyCreated,
  ApiKeyRevoked,
  MadeByKey,
  Token,
  TokenKind,
  TokenList,
  TokenCreate,
  TokenUpdate,
  TokenTested,
  Quota,
  RawRecord,
  Recording,
  KeptRecording,
  Capture,
  KeptCapture,
  Mapping,
  MappingCreate,
  MappingUpdate,
  MappingPreview,
  MappedSample,
  Health,
  ServerInfo,
  About,
  MarkList,
  PlaceSource,
  Activity,
  TopList,
  Techniques,
  Understood,
  Vulnerabilities,
  Observable,
  ObservableDetail,
  ObservableKinds,
  ObservableList,
  Revealed,
  Sample,
  SearchAnswer,
  QueryFields,
  FoundAsset,
  AssetSource,
  AssetSources,
  AssetSourceDetail,
  AssetSourcePut,
  AssetSourceWritten,
  Place,
  Success,
};
