// What a small real charger keeps, and how it answers its central system.
export class Charger {
  #settings = new Map(Object.entries({
    SupportedFeatureProfiles: { value: 'Core,SmartCharging,LocalAuthListManagement,RemoteTrigger', readonly: true },
    NumberOfConnectors: { value: '2', readonly: true },
    HeartbeatInterval: { value: '900', readonly: false },
    MeterValueSampleInterval: { value: '60', readonly: false },
    MeterValuesSampledData: { value: 'Energy.Active.Import.Register', readonly: false },
    LocalAuthListEnabled: { value: 'false', readonly: false },
    LocalAuthListMaxLength: { value: '500', readonly: true },
    SendLocalListMaxLength: { value: '2', readonly: true },
    ChargeProfileMaxStackLevel: { value: '8', readonly: true },
    ChargingScheduleAllowedChargingRateUnit: { value: 'Current', readonly: true },
    ChargingScheduleMaxPeriods: { value: '24', readonly: true },
    MaxChargingProfilesInstalled: { value: '4', readonly: true },
  }));

  #listVersion = 0;

  #list = new Map();

  #answers = {
    GetConfiguration: ({ key }) => this.#readSettings(key),
    ChangeConfiguration: ({ key, value }) => ({ status: this.#writeSetting(key, value) }),
    GetLocalListVersion: () => ({ listVersion: this.#listVersion }),
    SendLocalList: (request) => ({ status: this.#takeList(request) }),
    RemoteStartTransaction: () => ({ status: 'Accepted' }),
    RemoteStopTransaction: () => ({ status: 'Accepted' }),
    SetChargingProfile: () => ({ status: 'Accepted' }),
    ClearChargingProfile: () => ({ status: 'Accepted' }),
    TriggerMessage: () => ({ status: 'Accepted' }),
    ChangeAvailability: () => ({ status: 'Accepted' }),
    ClearCache: () => ({ status: 'Accepted' }),
    UnlockConnector: () => ({ status: 'Unlocked' }),
    Reset: () => ({ status: 'Accepted' }),
    DataTransfer: () => ({ status: 'UnknownVendorId' }),
  };

  // Undefined for an action it does not know.
  answer(action, payload) {
    return this.#answers[action]?.(payload);
  }

  #readSettings(keys) {
    const asked = keys?.length ? keys : [...this.#settings.keys()];
    return {
      configurationKey: asked.filter((k) => this.#settings.has(k)).map((k) => ({ key: k, ...this.#settings.get(k) })),
      unknownKey: asked.filter((k) => !this.#settings.has(k)),
    };
  }

  #writeSetting(key, value) {
    const setting = this.#settings.get(key);
    if (!setting) {
      return 'NotSupported';
    }
    if (setting.readonly) {
      return 'Rejected';
    }
    setting.value = value;
    return 'Accepted';
  }

  #takeList({ listVersion, updateType, localAuthorizationList = [] }) {
    if (localAuthorizationList.length > Number(this.#settings.get('SendLocalListMaxLength').value)) {
      return 'Failed';
    }
    if (updateType === 'Differential' && listVersion <= this.#listVersion) {
      return 'VersionMismatch';
    }
    if (updateType === 'Full') {
      this.#list.clear();
    }
    for (const { idTag, idTagInfo } of localAuthorizationList) {
      if (idTagInfo) {
        this.#list.set(idTag, idTagInfo);
      } else {
        this.#list.delete(idTag);
      }
    }
    this.#listVersion = listVersion;
    return 'Accepted';
  }
}
